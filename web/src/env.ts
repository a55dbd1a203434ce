/** The portal's own settings, read when a page is asked for: one build serves any installation. */
export const isDemonstration = (): boolean => process.env['ZHURNAL_DEMO'] === '1'
