import { documentResolvers } from './documents/documents.resolvers.js'
import { importResolvers } from './imports/imports.resolvers.js'
import type { RawFiles } from './imports/raw-files.js'
import { markChangesResolvers } from './mark-changes/save-changes.js'
import { jobResolvers } from './jobs/jobs.resolvers.js'
import { personExportResolvers } from './person-export/person-export.resolvers.js'
import { portfolioResolvers } from './portfolio/portfolio.resolvers.js'
import { slipResolvers } from './slips/slips.resolvers.js'
import { blankPagesResolvers } from './blank-pages/print-pages.js'
import { transferSheetResolvers } from './transfer-sheet/print-sheet.js'
import { voidActResolvers } from './void-acts/print-act.js'
import { snapshotResolvers } from './snapshots/snapshots.resolvers.js'

/** `files`: where imports keep the bytes that were brought in. */
export const resolversOf = (files: RawFiles, mail: boolean) => {
  const imports = importResolvers(files)
  const slips = slipResolvers(mail)
  return {
    ...jobResolvers,
    ...documentResolvers,
    ...snapshotResolvers,
    ...imports,
    ...slips,
    ...portfolioResolvers,
    ...personExportResolvers,
    ...voidActResolvers,
    ...blankPagesResolvers,
    ...transferSheetResolvers,
    ...markChangesResolvers,
    Query: {
      ...jobResolvers.Query,
      ...documentResolvers.Query,
      ...snapshotResolvers.Query,
      ...imports.Query,
    },
    Mutation: {
      ...jobResolvers.Mutation,
      ...snapshotResolvers.Mutation,
      ...imports.Mutation,
      ...slips.Mutation,
      ...portfolioResolvers.Mutation,
      ...personExportResolvers.Mutation,
      ...voidActResolvers.Mutation,
      ...blankPagesResolvers.Mutation,
      ...transferSheetResolvers.Mutation,
      ...markChangesResolvers.Mutation,
    },
  }
}
