// The keys and passwords of an installation: made on the first start, kept in `<data>/secrets/` from then on.
import { createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import type { RolePasswords } from '@zhurnal/kit/provision'
import { keepSecret } from '../secrets.js'
import { selfSignedCertificate } from './certificate.js'
import { serviceNames, type ServiceName } from './plan.js'

export type Credentials = {
  readonly roles: Readonly<Record<ServiceName, RolePasswords>>
  readonly queue: string
  /** Ed25519: roster signs passports, the others verify them. */
  readonly passport: { readonly privatePem: string; readonly publicPem: string }
  /** Ed25519, PKCS #8 PEM: signs the checkpoints of the log. */
  readonly logPem: string
  /** ECDSA P-256: signs snapshots (CMS). */
  readonly snapshot: { readonly privatePem: string; readonly certificatePem: string }
  /** What the processes show each other at their inner doors. */
  readonly internalToken: string
  /** Signs session cookies. */
  readonly authSecret: string
  /** Keys the hashes of insurance numbers (СНИЛС), which lie in the database. */
  readonly snilsKey: string
}

const password = (): string => randomBytes(24).toString('base64url')

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

const newEd25519 = (): string => pem(generateKeyPairSync('ed25519').privateKey)
const newP256 = (): string => pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)

/** The credentials of the installation in `data`; the missing ones are made. */
export async function credentialsOf(data: string, now: Date): Promise<Credentials> {
  const keep = (name: string, make: () => string) => keepSecret(data, name, make)
  const passportPem = keep('passport.pem', newEd25519)
  const snapshotPem = keep('snapshot.pem', newP256)
  const certificate = await selfSignedCertificate(snapshotPem, now)
  return {
    roles: {
      roster: rolePasswords(data, 'roster'),
      schedule: rolePasswords(data, 'schedule'),
      gradebook: rolePasswords(data, 'gradebook'),
      reporting: rolePasswords(data, 'reporting'),
    },
    queue: keep('database-queue', password),
    passport: {
      privatePem: passportPem,
      publicPem: createPublicKey(passportPem).export({ type: 'spki', format: 'pem' }).toString(),
    },
    logPem: keep('log.pem', newEd25519),
    snapshot: {
      privatePem: snapshotPem,
      certificatePem: keep('snapshot-certificate.pem', () => certificate),
    },
    internalToken: keep('internal-token', password),
    authSecret: keep('auth-secret', password),
    snilsKey: keep('snils-key', () => randomBytes(32).toString('base64url')),
  }
}

function rolePasswords(data: string, name: (typeof serviceNames)[number]): RolePasswords {
  const of = (role: keyof RolePasswords) => keepSecret(data, `database-${name}-${role}`, password)
  return { owner: of('owner'), app: of('app'), system: of('system') }
}
