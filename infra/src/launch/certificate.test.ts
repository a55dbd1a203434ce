import { expect, test } from '@jest/globals'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { selfSignedCertificate } from './certificate.js'

test('the certificate is signed by its own key and outlives an archive of 25 years', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const certificate = new X509Certificate(await selfSignedCertificate(pem, new Date('2026-09-01T00:00:00Z')))
  expect(certificate.verify(publicKey)).toBe(true)
  expect(certificate.publicKey.equals(publicKey)).toBe(true)
  expect(new Date(certificate.validFrom) <= new Date('2026-09-01T00:00:00Z')).toBe(true)
  expect(new Date(certificate.validTo) > new Date('2051-09-01T00:00:00Z')).toBe(true)
})
