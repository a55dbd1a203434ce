// What other services' tests may use of roster: passports of any viewer.
import { PassportSigner } from '@zhurnal/kit/passport'
import { testKeys } from '@zhurnal/kit/testing'
import { v7 as newId } from 'uuid'
import type { Role, Viewer } from '../events.js'

export type TestViewer = {
  readonly schoolId: string
  readonly personId?: string
  readonly name?: string
  readonly roles: readonly Role[]
  readonly classes?: readonly string[]
  readonly pupils?: readonly string[]
  readonly operator?: boolean
  readonly account?: string
}

/** Claims of somebody who holds these roles in one school. */
export function viewerOf(who: TestViewer): Viewer {
  return {
    account: who.account ?? newId(),
    username: null,
    session: null,
    mustChangePassword: false,
    operator: who.operator ?? false,
    schools: [
      {
        id: who.schoolId,
        person: who.personId ?? newId(),
        name: who.name ?? 'Проверкин Пров Прович',
        roles: [...who.roles],
        classes: [...(who.classes ?? [])],
        pupils: [...(who.pupils ?? [])],
      },
    ],
  }
}

const signer = new PassportSigner(testKeys.privateKey)

/** A passport that the test's services accept. */
export const passportOf = (viewer: Viewer, seconds?: number): Promise<string> =>
  signer.sign({ ...viewer }, seconds)
