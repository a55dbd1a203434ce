// The certificate that snapshots are signed under until the school brings its own. Self-signed: whoever verifies
// pins it from outside, nobody vouches for it.
import { createPrivateKey, createPublicKey, randomBytes, webcrypto } from 'node:crypto'
import * as asn1 from 'asn1js'
import * as pkijs from 'pkijs'

const signatureHash = 'SHA-256'
const curve = { name: 'ECDSA', namedCurve: 'P-256' }
const commonName = '2.5.4.3'
const organizationName = '2.5.4.10'
const keyUsageId = '2.5.29.15'
// digitalSignature and nonRepudiation, the two first bits (RFC 5280, 4.2.1.3).
const mayOnlySign = new Uint8Array([0xc0]).buffer
// A snapshot is to be verifiable for 25 years (archive law); the certificate outlives it.
const validYears = 40

/**
 * A self-signed X.509 certificate (PEM) for ECDSA P-256 key `privatePem` (PKCS #8 PEM), valid for 40 years from
 * the first of January of `now`'s year, so that machines whose clocks differ take it at once. OpenSSL takes CMS signatures made with it (`openssl cms -verify -CAfile`).
 */
export async function selfSignedCertificate(privatePem: string, now: Date): Promise<string> {
  const crypto = new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto })
  const privateDer = createPrivateKey(privatePem).export({ type: 'pkcs8', format: 'der' })
  const publicDer = createPublicKey(privatePem).export({ type: 'spki', format: 'der' })
  const privateKey = await crypto.importKey('pkcs8', new Uint8Array(privateDer), curve, false, ['sign'])
  const publicKey = await crypto.importKey('spki', new Uint8Array(publicDer), curve, true, ['verify'])

  const certificate = new pkijs.Certificate()
  certificate.version = 2
  certificate.serialNumber = new asn1.Integer({ valueHex: positiveSerial() })
  for (const name of [certificate.subject, certificate.issuer]) {
    name.typesAndValues.push(
      new pkijs.AttributeTypeAndValue({
        type: organizationName,
        value: new asn1.Utf8String({ value: 'Журнал' }),
      }),
      new pkijs.AttributeTypeAndValue({
        type: commonName,
        value: new asn1.Utf8String({ value: 'Подпись архивов' }),
      }),
    )
  }
  certificate.notBefore.value = new Date(Date.UTC(now.getUTCFullYear(), 0, 1))
  certificate.notAfter.value = new Date(Date.UTC(now.getUTCFullYear() + validYears, 0, 1))
  certificate.notAfter.type = 1
  certificate.extensions = [signingOnly()]
  await certificate.subjectPublicKeyInfo.importKey(publicKey, crypto)
  await certificate.sign(privateKey, signatureHash, crypto)
  return pem('CERTIFICATE', Buffer.from(certificate.toSchema(true).toBER(false)))
}

function signingOnly(): pkijs.Extension {
  const bits = new asn1.BitString({ valueHex: mayOnlySign, unusedBits: 6 })
  return new pkijs.Extension({ extnID: keyUsageId, critical: true, extnValue: bits.toBER(false) })
}

function positiveSerial(): ArrayBuffer {
  const bytes = new Uint8Array(randomBytes(16))
  // The first bit is the sign; a first byte of 01..7F is positive and needs no padding.
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01
  return bytes.buffer
}

const pem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`
