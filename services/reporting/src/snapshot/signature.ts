/**
 * The detached signature of a bag: CMS SignedData (RFC 5652) over tagmanifest-sha256.txt, in DER.
 *
 * Accepted by `openssl cms -verify -binary -inform DER`. The structure is always the same, down to the byte: one
 * certificate, one signer, three signed attributes. So a reader can build it anew from what it states and compare; a bit
 * changed in a part that no signature covers (versions, algorithm names) is seen as well.
 */
import { createHash, createPrivateKey, sign, verify, X509Certificate } from 'node:crypto'
import * as asn1 from 'asn1js'
import * as pkijs from 'pkijs'

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsaSha256: '1.2.840.113549.1.1.11',
  ecdsaSha256: '1.2.840.10045.4.3.2',
}

/** Who signs snapshots. A school's own device (token, HSM) implements it without handing its key out. */
export interface Signer {
  readonly certificatePem: string
  /** Signature over the bytes with SHA-256: RSA PKCS#1 v1.5, or ECDSA as DER, by the certificate's key. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** A signer whose private key lies on this machine. Throws when key and certificate do not belong together. */
export function pemSigner(privateKeyPem: string, certificatePem: string): Signer {
  const key = createPrivateKey(privateKeyPem)
  const certificate = new X509Certificate(certificatePem)
  if (!certificate.checkPrivateKey(key))
    throw new Error('the snapshot key does not belong to its certificate')
  signatureAlgorithm(certificate)
  return {
    certificatePem,
    sign: (bytes) => Promise.resolve(sign('sha256', bytes, key)),
  }
}

/** What a good signature says. */
export interface SignatureReading {
  signedAt: Date
  subject: string
  /** SHA-256 of the certificate, 64 hex digits */
  fingerprint: string
}

/** `about` tells which of the two files is not what it was: the signed one or the signature. The message is Russian. */
export class SignatureError extends Error {
  constructor(
    readonly about: 'content' | 'signature',
    message: string,
  ) {
    super(message)
  }
}

/** DER of the detached signature over `content`. `signedAt` is kept to the second. */
export async function signDetached(content: Uint8Array, signer: Signer, signedAt: Date): Promise<Buffer> {
  const certificate = new X509Certificate(signer.certificatePem)
  const parts = { certificate, signedAt, digest: sha256(content) }
  const signature = Buffer.from(await signer.sign(signedAttributes(parts)))
  return buildCms({ ...parts, signature })
}

/**
 * Checks a detached signature. `certificatePem` is the certificate that the bag itself names: the signature must carry
 * the same. Throws SignatureError. Whether that certificate is the school's is for the caller to know.
 */
export function verifyDetached(
  content: Uint8Array,
  der: Uint8Array,
  certificatePem?: string,
): SignatureReading {
  const parts = readCms(der)
  if (certificatePem && !new X509Certificate(certificatePem).raw.equals(parts.certificate.raw)) {
    throw new SignatureError('signature', 'подпись сделана не тем сертификатом, который лежит в снимке')
  }
  const key = parts.certificate.publicKey
  if (!buildCms(parts).equals(der) || !verify('sha256', signedAttributes(parts), key, parts.signature)) {
    throw new SignatureError('signature', 'подпись повреждена')
  }
  if (!parts.digest.equals(sha256(content))) {
    throw new SignatureError('content', 'подпись стоит под другим содержанием')
  }
  return {
    signedAt: parts.signedAt,
    subject: parts.certificate.subject.replaceAll('\n', ', '),
    fingerprint: createHash('sha256').update(parts.certificate.raw).digest('hex'),
  }
}

interface AttributeParts {
  certificate: X509Certificate
  signedAt: Date
  digest: Buffer
}
interface CmsParts extends AttributeParts {
  signature: Buffer
}

/** The attributes as a SET OF in DER order (by encoding); this, with tag 0x31, is what is signed (RFC 5652 §5.4). */
function attributes(parts: AttributeParts): pkijs.Attribute[] {
  const list = [
    new pkijs.Attribute({ type: OID.contentType, values: [new asn1.ObjectIdentifier({ value: OID.data })] }),
    new pkijs.Attribute({ type: OID.signingTime, values: [new asn1.UTCTime({ valueDate: parts.signedAt })] }),
    new pkijs.Attribute({
      type: OID.messageDigest,
      values: [new asn1.OctetString({ valueHex: new Uint8Array(parts.digest).buffer })],
    }),
  ]
  return list.sort((a, b) => Buffer.compare(der(a.toSchema()), der(b.toSchema())))
}

function signedAttributes(parts: AttributeParts): Buffer {
  return der(new asn1.Set({ value: attributes(parts).map((attribute) => attribute.toSchema()) }))
}

function buildCms(parts: CmsParts): Buffer {
  const certificate = pkijs.Certificate.fromBER(new Uint8Array(parts.certificate.raw).buffer)
  const digestAlgorithm = new pkijs.AlgorithmIdentifier({ algorithmId: OID.sha256 })
  const signedData = new pkijs.SignedData({
    version: 1,
    digestAlgorithms: [digestAlgorithm],
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: OID.data }),
    certificates: [certificate],
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({
          issuer: certificate.issuer,
          serialNumber: certificate.serialNumber,
        }),
        digestAlgorithm,
        signedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes: attributes(parts) }),
        signatureAlgorithm: signatureAlgorithm(parts.certificate),
        signature: new asn1.OctetString({ valueHex: new Uint8Array(parts.signature).buffer }),
      }),
    ],
  })
  const info = new pkijs.ContentInfo({ contentType: OID.signedData, content: signedData.toSchema(true) })
  return der(info.toSchema())
}

function readCms(bytes: Uint8Array): CmsParts {
  try {
    const info = pkijs.ContentInfo.fromBER(new Uint8Array(bytes).buffer)
    const signedData = new pkijs.SignedData({ schema: info.content })
    const signer = signedData.signerInfos[0]
    const certificate = signedData.certificates?.[0]
    if (!signer || !(certificate instanceof pkijs.Certificate)) throw new Error('no signer or no certificate')
    const values = new Map(signer.signedAttrs?.attributes.map((a) => [a.type, a.values[0]]))
    const digest = values.get(OID.messageDigest)
    const time = values.get(OID.signingTime)
    if (!(digest instanceof asn1.OctetString) || !(time instanceof asn1.UTCTime))
      throw new Error('no attributes')
    return {
      certificate: new X509Certificate(der(certificate.toSchema())),
      signedAt: time.toDate(),
      digest: Buffer.from(digest.valueBlock.valueHexView),
      signature: Buffer.from(signer.signature.valueBlock.valueHexView),
    }
  } catch {
    // The parsers say where in ASN.1 they stopped; to whom the file matters, it is one thing: not a signature any more.
    throw new SignatureError('signature', 'файл подписи не читается')
  }
}

function signatureAlgorithm(certificate: X509Certificate): pkijs.AlgorithmIdentifier {
  const kind = certificate.publicKey.asymmetricKeyType
  if (kind === 'rsa') {
    return new pkijs.AlgorithmIdentifier({ algorithmId: OID.rsaSha256, algorithmParams: new asn1.Null() })
  }
  if (kind === 'ec') return new pkijs.AlgorithmIdentifier({ algorithmId: OID.ecdsaSha256 })
  throw new Error(`snapshots are signed with RSA or ECDSA keys, not ${kind ?? 'an unknown kind'}`)
}

function der(schema: asn1.BaseBlock): Buffer {
  return Buffer.from(schema.toBER(false))
}

function sha256(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest()
}
