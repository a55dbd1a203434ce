import DataLoader from 'dataloader'
import { openClaims, type ClaimRow } from './claims-list.js'

/** Claims that wait for an answer, by mark, for who may see them: one statement for any number of marks. */
export const claimLoaders = (asker: Parameters<typeof openClaims>[0]) => ({
  openClaim: new DataLoader<string, ClaimRow | null>(async (ids) => {
    const open = new Map((await openClaims(asker, ids)).map((claim) => [claim.markId, claim]))
    return ids.map((id) => open.get(id) ?? null)
  }),
})
