// Rows of people's data: cards, guardianships, consents, personal files, the log of reading, erasure, lists of people.
import { newUuid } from '@zhurnal/kit/testing'
import { entity, field, mutation, staff, type Named, type Row } from './harness.js'

const coordinator: readonly Named[] = ['COORDINATOR']
/** Who keeps Anna's card. */
const keepers: readonly Named[] = ['COORDINATOR', 'CLASS_TEACHER.own']
const classTeachers: readonly Named[] = ['COORDINATOR', 'CLASS_TEACHER']
const closeToAnna: readonly Named[] = [...keepers, 'PUPIL.own', 'GUARDIAN.own']
const staffAndFamily: readonly Named[] = [
  ...staff.filter((role) => role !== 'INSPECTOR'),
  'PUPIL.own',
  'GUARDIAN.own',
]
const readsFile: readonly Named[] = [...keepers, 'DIRECTOR', 'DEPUTY']

const ofAnna = (ask: string, name: string, who: readonly Named[]) =>
  entity('Person', (w) => w.anna, ask, who, [`Person.${name}`])
const ofPupil = (ask: string, name: string, who: readonly Named[], more: readonly string[] = []) =>
  entity('Pupil', (w) => w.anna, ask, who, [`Pupil.${name}`, ...more])
const school = (name: string, ask: string, who: readonly Named[]) =>
  field([`School.${name}`], `school(id: $school) { ${ask} }`, `school.${name.split('(')[0] ?? ''}`, who)

const cards: readonly Row[] = [
  ofAnna('contacts { phone email address version }', 'contacts', [...keepers, 'PUPIL.own']),
  ofAnna('consents { id }', 'consents', [...keepers, 'PUPIL.own']),
  ofAnna('hasSnils', 'hasSnils', coordinator),
  ofAnna('gaps', 'gaps', keepers),
  ofPupil('guardianships { relation legalRepresentative refusedServiceOn }', 'guardianships', closeToAnna),
  ofPupil('paperOnly', 'paperOnly', staffAndFamily),
  entity('Guardian', (w) => w.guardian, 'guardianships { pupil { id } }', closeToAnna, [
    'Guardian.guardianships',
  ]),
  school('cardGaps', 'cardGaps { gap people }', classTeachers),
  school('consentsMissing', 'consentsMissing { edges { cursor } }', classTeachers),
  school('peopleBySnils', 'peopleBySnils(numbers: []) { number }', coordinator),
  field(['Query.person'], 'person(id: $anna) { id }', 'person', [...staff, 'PUPIL.own', 'GUARDIAN.own']),
  field(
    ['Query.accessLog'],
    'accessLog(schoolId: $school, from: "2026-09-01", to: "2026-12-01") { edges { cursor } }',
    'accessLog',
    ['COORDINATOR', 'DIRECTOR'],
  ),
]

const consents: readonly Row[] = [
  ...[
    'purpose',
    'from',
    'until',
    'withdrawnOn',
    'document',
    'givenByName',
    'ground',
    'inForce',
    'version',
    'person { id }',
  ].map((ask) =>
    // A field that is empty of itself says nothing of who sees it: purpose stands beside it in the question.
    entity(
      'Consent',
      (w) => w.consentId,
      `purpose ${ask === 'purpose' ? '' : ask}`,
      [...keepers, 'PUPIL.own'],
      [`Consent.${ask.split(' ')[0] ?? ''}`],
    ),
  ),
]

const file = (ask: string, who: readonly Named[]) =>
  entity('PersonalFile', (w) => w.anna, ask, who, [`PersonalFile.${ask.split(' ')[0] ?? ''}`])
const files: readonly Row[] = [
  ofPupil('personalFile { id }', 'personalFile', readsFile),
  ...['number', 'address', 'physicalEducationGroup', 'previousSchool', 'documents { id }', 'version'].map(
    (ask) => file(ask, readsFile),
  ),
  file('healthGroup', keepers),
  file('specialNeeds', keepers),
]

const pair = (w: { guardian: string; anna: string }) => ({ guardianId: w.guardian, pupilId: w.anna })
const acts: readonly Row[] = [
  mutation(
    'changeContacts',
    (w, m) => ({ personId: w.anna, email: `${m.name.toLowerCase().replace(/[^a-z]/g, '')}@school.example` }),
    [...keepers, 'PUPIL.own'],
  ),
  mutation('changeGuardianship', (w) => ({ ...pair(w), relation: 'MOTHER' }), keepers),
  mutation('setElectronicService', (w) => ({ ...pair(w), refusedOn: '2026-11-01' }), keepers),
  mutation(
    'recordConsents',
    (w) => ({
      schoolId: w.school,
      consents: [
        {
          id: newUuid(),
          personId: w.anna,
          purpose: 'TRANSFER',
          from: '2026-09-01',
          givenByName: 'Азбукина Алла',
        },
      ],
    }),
    keepers,
  ),
  mutation('withdrawConsent', (w) => ({ consentId: w.consentId, on: '2026-11-20' }), coordinator),
  mutation('changePersonalFile', (w, m) => ({ pupilId: w.anna, previousSchool: m.name }), keepers),
  mutation('changePersonalDocuments', (w) => ({ pupilId: w.anna, add: [], removeIds: [] }), keepers),
  mutation('erasePerson', (w) => ({ personId: w.anna, ground: 'заявление', preview: true }), coordinator),
]

export const peopleRows: readonly Row[] = [...cards, ...consents, ...files, ...acts]
