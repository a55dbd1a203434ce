import { logEntities, outboxEntities } from '@zhurnal/kit/tables'
import { troubleEntities } from '@zhurnal/kit/trouble-tables'
import { AccessLog } from './access-log/access-log.entity.js'
import { Contacts } from './cards/contacts.entity.js'
import { Handover } from './accounts/handover.entity.js'
import { SchoolClass, StudyGroup, StudyGroupClass } from './classes/class.entity.js'
import { Consent } from './consents/consent.entity.js'
import { CompromisedAct, CompromiseReport } from './compromise/report.entity.js'
import { ContingentOrder, FileNumberHead, Movement } from './contingent/order.entity.js'
import { Division, DivisionClass } from './divisions/division.entity.js'
import { Promotion } from './new-year/promotion.entity.js'
import { Guardianship, Membership, Person } from './people/person.entity.js'
import { PersonalDocument, PersonalFile } from './personal-files/personal-file.entity.js'
import { AccountPerson, RoleGrant } from './roles/role-grant.entity.js'
import { School } from './schools/school.entity.js'
import { AcademicYear, CalendarDay, ReportingPeriod } from './years/year.entity.js'

export const entities = [
  ...outboxEntities,
  ...logEntities,
  ...troubleEntities,
  School,
  AcademicYear,
  ReportingPeriod,
  CalendarDay,
  SchoolClass,
  StudyGroup,
  StudyGroupClass,
  Person,
  Membership,
  Guardianship,
  RoleGrant,
  AccountPerson,
  ContingentOrder,
  Movement,
  FileNumberHead,
  Promotion,
  Division,
  DivisionClass,
  Contacts,
  Consent,
  PersonalFile,
  PersonalDocument,
  AccessLog,
  Handover,
  CompromiseReport,
  CompromisedAct,
]
