// Cards of known people, orders and consents: what of a plan is written one by one, and how it is taken back.
import type { Act } from '../compare/plan.js'
import type { Step } from './apply-steps.js'
import { piecesOf, type StoredItem } from './items.js'

/** What the file says about a guardian and this child, for a pair that is new. */
export function tieTo({ ties }: Act, pupilId: string) {
  const tie = ties?.find((one) => one.pupilId === pupilId && !one.before)
  if (!tie) return {}
  return {
    ...(tie.relation === undefined ? {} : { relation: tie.relation }),
    ...(tie.legalRepresentative === undefined ? {} : { legalRepresentative: tie.legalRepresentative }),
  }
}

/** Contacts, ties and consents of people whom the school knew; ties of new guardians to their second child and on. */
export function cardSteps(
  schoolId: string,
  added: readonly StoredItem[],
  changed: readonly StoredItem[],
): Step[] {
  const consents = changed.filter(({ act }) => act.consent)
  return [
    ...changed.flatMap(({ id, name, targetId, act }): Step[] =>
      act.contacts
        ? [
            {
              text: `Записываются контакты: ${name}`,
              items: [],
              run: (owner) => owner.act('changeContacts', id, { personId: targetId, ...act.contacts }),
            },
          ]
        : [],
    ),
    ...[...added, ...changed].flatMap(tieSteps),
    ...piecesOf(consents, 500).map((piece, i): Step => ({
      text: 'Записываются согласия',
      items: piece.map(({ id }) => id),
      run: (owner) =>
        owner.act('recordConsents', `known ${i}`, {
          schoolId,
          consents: piece.map(({ act }) => act.consent),
        }),
    })),
  ]
}

function tieSteps({ id, name, targetId, act }: StoredItem): Step[] {
  const ties = (act.ties ?? []).filter(({ pupilId, before }) => before || !act.children?.includes(pupilId))
  return ties.map(({ before: _before, ...tie }) => ({
    text: `Записывается, кем приходится: ${name}`,
    items: [],
    run: (owner) => owner.act('changeGuardianship', `${id} ${tie.pupilId}`, { guardianId: targetId, ...tie }),
  }))
}

/** Orders one by one, by date: each stands on the one before. */
export function orderSteps(schoolId: string, orders: readonly StoredItem[]): Step[] {
  return orders
    .filter(({ applied }) => !applied)
    .map(({ id, name, act }) => ({
      text: `Записывается: ${name}`,
      items: [id],
      run: (owner) => owner.act('recordOrder', id, { schoolId, ...act.input }),
    }))
}

/** Newest first: no order is taken back on which another one stands. */
export function ordersBack(orders: readonly StoredItem[]): Step[] {
  return orders.toReversed().map(({ id, name, targetId, applied }) => ({
    text: `Отменяется: ${name}`,
    items: [id],
    run: (owner) =>
      owner.takeBack(
        'withdrawOrder',
        `undo ${id}`,
        [],
        { orderId: targetId, reason: 'Отменена загрузка, которой приказ записан' },
        // One that an import broken off has recorded, and an undo broken off has withdrawn, says BAD_INPUT.
        applied ? ['NOT_FOUND'] : ['NOT_FOUND', 'BAD_INPUT'],
      ),
  }))
}

/** A consent stays in the record: from its first day on it counts no more. */
export function consentsBack(items: readonly StoredItem[]): Step[] {
  return items.flatMap(({ id, name, entity, act }): Step[] => {
    const consent = entity === 'CONSENT' ? act.input : act.consent
    if (!consent) return []
    const input = { consentId: consent.id, on: consent.from }
    return [
      {
        text: `Отзывается согласие: ${name}`,
        items: entity === 'CONSENT' ? [id] : [],
        run: (owner) => owner.takeBack('withdrawConsent', `undo ${id}`, [], input),
      },
    ]
  })
}

export function cardsBack(people: readonly StoredItem[]): Step[] {
  return people.flatMap(({ id, name, targetId, act }): Step[] => [
    ...(act.ties ?? []).flatMap(({ pupilId, before }): Step[] =>
      before
        ? [
            {
              text: `Становится прежним, кем приходится: ${name}`,
              items: [],
              run: (owner) =>
                owner.takeBack('changeGuardianship', `undo ${id} ${pupilId}`, [], {
                  guardianId: targetId,
                  pupilId,
                  ...before,
                }),
            },
          ]
        : [],
    ),
    ...(act.contactsBefore
      ? [
          {
            text: `Контакты становятся прежними: ${name}`,
            items: [],
            run: (owner) =>
              owner.takeBack('changeContacts', `undo ${id}`, [], {
                personId: targetId,
                ...act.contactsBefore,
              }),
          } satisfies Step,
        ]
      : []),
  ])
}
