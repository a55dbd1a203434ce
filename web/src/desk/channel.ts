// Tabs of one browser lock and open together.
const name = 'zhurnal-desk'

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)

export const desksChanged = {
  tell: (): void => channel?.postMessage('changed'),
  hear: (heard: () => void): (() => void) => {
    channel?.addEventListener('message', heard)
    return () => channel?.removeEventListener('message', heard)
  },
}
