import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { INFO, makeSigner, sampleBag, writeSample } from '../../test/sample-bag.js'
import { BagError, SIGNATURE_FILE, SIGNED_FILE, writeBag } from './bag.js'
import { checkBag } from './check.js'
import { BrokenBagError, copyBag, DifferentBagError, mendBag } from './copies.js'
import { listFiles } from './folder.js'
import { ManifestError, readManifest } from './manifest.js'
import { pemSigner, SignatureError, signDetached, type Signer, verifyDetached } from './signature.js'

let root: string
let signer: Signer
let made = 0
const fresh = () => join(root, `bag-${(made += 1)}`)
const written = async () => {
  const folder = fresh()
  return { folder, bag: await writeSample(folder, sampleBag(), signer) }
}
const entriesOf = (...paths: string[]) => paths.map((path) => ({ path, content: Buffer.from('x') }))

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'zhurnal-bag-'))
  signer = await makeSigner()
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('a bag that was just written', () => {
  test('is whole, and its sum stands for all of it', async () => {
    const { folder, bag } = await written()
    const check = await checkBag(folder)
    expect(check.faults).toEqual([])
    expect(check).toMatchObject({ whole: true, ...bag })
    expect(check.signature).toMatchObject({ subject: 'CN=Пробная школа', signedAt: INFO.takenAt })
  })

  test('has the files that RFC 8493 asks for, and a description', async () => {
    const { folder } = await written()
    expect(await readFile(join(folder, 'bagit.txt'), 'utf8')).toBe(
      'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n',
    )
    const payload = (await listFiles(join(folder, 'data'))).files
    expect(await readFile(join(folder, 'bag-info.txt'), 'utf8')).toMatch(
      new RegExp(
        `External-Identifier: snapshot-1\nBagging-Date: 2026-11-20\n[^]*Payload-Oxum: \\d+\\.${payload.length}\n`,
      ),
    )
    const manifest = await readFile(join(folder, 'manifest-sha256.txt'), 'utf8')
    expect(manifest).toContain('  data/schedule/100%25 нагрузки.ndjson\n')
    expect(await readFile(join(folder, SIGNED_FILE), 'utf8')).not.toContain(SIGNATURE_FILE)
  })

  const openssl = spawnSync('openssl', ['version']).status === 0
  if (!openssl) console.warn('openssl is not on this machine: its check of the signature did NOT run')
  ;(openssl ? test : test.skip)(
    'bears a signature that openssl accepts, and refuses for other content',
    async () => {
      const { folder } = await written()
      const check = (content: string) =>
        spawnSync(
          'openssl',
          [
            'cms',
            '-verify',
            '-binary',
            '-inform',
            'DER',
            '-in',
            SIGNATURE_FILE,
            '-content',
            content,
            '-noverify',
          ],
          { cwd: folder },
        )
      expect(check(SIGNED_FILE).stderr.toString()).toMatch(/successful/i)
      expect(check('bagit.txt').status).not.toBe(0)
      const chained = [
        '-CAfile',
        'data/keys/signer.pem',
        '-certfile',
        'data/keys/signer.pem',
        '-purpose',
        'any',
      ]
      const pinned = spawnSync(
        'openssl',
        [
          'cms',
          '-verify',
          '-binary',
          '-inform',
          'DER',
          '-in',
          SIGNATURE_FILE,
          '-content',
          SIGNED_FILE,
          ...chained,
        ],
        { cwd: folder },
      )
      expect(pinned.stderr.toString()).toMatch(/successful/i)
    },
  )

  test('can be checked by the commands of its own README', async () => {
    const { folder } = await written()
    for (const manifest of ['manifest-sha256.txt', SIGNED_FILE]) {
      // The one path with % in it is encoded in the manifest (RFC 8493), which sha256sum does not undo.
      const lines = (await readFile(join(folder, manifest), 'utf8'))
        .split('\n')
        .filter((line) => !line.includes('%25'))
      const sums = spawnSync('sha256sum', ['--check', '--strict'], { cwd: folder, input: lines.join('\n') })
      expect(sums.status).toBe(0)
    }
  })
})

describe('one changed bit', () => {
  test('in any file of a bag is seen, and that file and no other is named', async () => {
    const { folder } = await written()
    const { files } = await listFiles(folder)
    expect(files.length).toBeGreaterThan(15)
    for (const file of files) {
      const path = join(folder, file)
      const sound = await readFile(path)
      for (const place of [0, Math.floor(sound.length / 3), Math.floor(sound.length / 2), sound.length - 1]) {
        for (const bit of [0, 5]) {
          const changed = Buffer.from(sound)
          changed[place]! ^= 1 << bit
          await writeFile(path, changed)
          const check = await checkBag(folder)
          expect({ file, place, bit, named: [...new Set(check.faults.map((f) => f.file))] }).toEqual({
            file,
            place,
            bit,
            named: [file],
          })
        }
      }
      await writeFile(path, sound)
    }
    expect((await checkBag(folder)).whole).toBe(true)
  })

  test('at any place of the signature is seen', async () => {
    const content = Buffer.from('опись')
    const signature = await signDetached(content, signer, INFO.takenAt)
    expect(verifyDetached(content, signature, signer.certificatePem).signedAt).toEqual(INFO.takenAt)
    for (const index of signature.keys()) {
      const changed = Buffer.from(signature)
      changed[index]! ^= 1 << (index % 8)
      expect(() => verifyDetached(content, changed, signer.certificatePem)).toThrow(SignatureError)
    }
  })
})

describe('a bag with', () => {
  test('a file too few or too many says which', async () => {
    const { folder } = await written()
    await rm(join(folder, 'data/ledgers/7А.pdf'))
    await writeFile(join(folder, 'data/ledgers/7Б.pdf'), 'чужой')
    await symlink('/etc/hostname', join(folder, 'data/link'))
    expect((await checkBag(folder)).faults).toEqual([
      expect.objectContaining({ file: 'data/link', kind: 'UNEXPECTED' }),
      expect.objectContaining({ file: 'data/ledgers/7Б.pdf', kind: 'UNEXPECTED' }),
      expect.objectContaining({ file: 'data/ledgers/7А.pdf', kind: 'MISSING' }),
    ])
  })

  test('no signature is not whole, nor is one with a signature of somebody else', async () => {
    const { folder } = await written()
    const content = await readFile(join(folder, SIGNED_FILE))
    const path = join(folder, SIGNATURE_FILE)
    await writeFile(path, await signDetached(content, await makeSigner(), INFO.takenAt))
    expect((await checkBag(folder)).faults).toEqual([
      { file: SIGNATURE_FILE, kind: 'SIGNATURE', detail: expect.stringContaining('не тем сертификатом') },
    ])
    await rm(path)
    expect((await checkBag(folder)).faults).toEqual([
      expect.objectContaining({ file: SIGNATURE_FILE, kind: 'SIGNATURE' }),
    ])
  })

  test('a manifest made anew for a changed file is not whole: the signature is under the old one', async () => {
    const { folder } = await written()
    const other = await written()
    await rm(join(folder, 'data'), { recursive: true })
    for (const file of (await listFiles(other.folder)).files.filter((name) => name !== SIGNATURE_FILE)) {
      await rm(join(folder, file), { force: true })
    }
    const signature = await readFile(join(folder, SIGNATURE_FILE))
    await writeFile(join(other.folder, SIGNATURE_FILE), signature)
    expect((await checkBag(other.folder)).faults).toEqual([
      { file: SIGNED_FILE, kind: 'SIGNATURE', detail: 'подпись стоит под другим содержанием' },
    ])
  })

  test.each(['data/../../etc/passwd', '/etc/passwd', 'data\\..\\x', '~/x', 'C:/x', 'data//x', 'data/./x'])(
    'the path %s in a manifest is refused before anything is opened by it',
    async (path) => {
      const file = fresh()
      await writeFile(file, `${'0'.repeat(64)}  ${path}\n`)
      await expect(readManifest(file, 'sha256')).rejects.toThrow(ManifestError)
    },
  )
})

describe('writing', () => {
  test('encodes only line breaks and % in paths, and reads them back', async () => {
    const folder = fresh()
    const path = 'data/две\nстроки\r и 100%0A.txt'
    await writeBag({ folder, entries: entriesOf(path), info: INFO, signer })
    const manifest = join(folder, 'manifest-sha512.txt')
    expect(await readFile(manifest, 'utf8')).toContain('  data/две%0Aстроки%0D и 100%250A.txt\n')
    expect([...(await readManifest(manifest, 'sha512')).keys()]).toContain(path)
    expect((await checkBag(folder)).whole).toBe(true)
  })

  test.each([
    ['outside of data', entriesOf('log.ndjson')],
    ['that leads out', entriesOf('data/../../x')],
    ['twice', entriesOf('data/a', 'data/A')],
    ['of the bag itself', entriesOf('data/README.ru.txt')],
  ])('refuses a path %s, and leaves nothing on disk', async (_, entries) => {
    const before = await readdir(root)
    await expect(writeBag({ folder: fresh(), entries, info: INFO, signer })).rejects.toThrow()
    expect(await readdir(root)).toEqual(before)
  })

  test('leaves nothing when a stream breaks half-way, and does not touch a folder that is there', async () => {
    async function* breaking() {
      yield Buffer.from('начало')
      throw new Error('the database went away')
    }
    const { folder } = await written()
    const before = await readdir(root)
    const broken = [{ path: 'data/a', content: breaking() }]
    await expect(writeBag({ folder: fresh(), entries: broken, info: INFO, signer })).rejects.toThrow(
      'went away',
    )
    await expect(writeBag({ folder, entries: [], info: INFO, signer })).rejects.toThrow(BagError)
    expect(await readdir(root)).toEqual(before)
    expect((await checkBag(folder)).whole).toBe(true)
  })

  test('holds no more of a big file in memory than a portion', async () => {
    const row = Buffer.alloc(4096, 0x61)
    async function* rows() {
      for (let index = 0; index < 30_000; index += 1) yield row
    }
    const folder = fresh()
    const before = process.memoryUsage().arrayBuffers
    let peak = 0
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)), 20)
    const bag = await writeBag({
      folder,
      entries: [{ path: 'data/rows.ndjson', content: rows() }],
      info: INFO,
      signer,
    })
    clearInterval(timer)
    expect(bag.bytes).toBeGreaterThan(120e6)
    expect(peak).toBeLessThan(60e6)
    await rm(folder, { recursive: true })
  })

  test('refuses a key that does not belong to the certificate', async () => {
    const { generateKeyPairSync } = await import('node:crypto')
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
    expect(() => pemSigner(pem, signer.certificatePem)).toThrow(/does not belong/)
  })
})

describe('copies', () => {
  test('are read back, and equal to the bit', async () => {
    const { folder, bag } = await written()
    const copy = fresh()
    expect(await copyBag(folder, copy)).toEqual(bag)
    expect((await checkBag(copy)).whole).toBe(true)
  })

  test('of a broken bag are not made', async () => {
    const { folder } = await written()
    await writeFile(join(folder, 'data/log/gradebook.ndjson'), 'иное')
    const copy = fresh()
    await expect(copyBag(folder, copy)).rejects.toThrow(BrokenBagError)
    await expect(readdir(copy)).rejects.toThrow(/ENOENT/)
  })

  test('that are broken are mended from a good one, strays are set aside, and it says what it did', async () => {
    const { folder } = await written()
    const copy = fresh()
    await copyBag(folder, copy)
    await writeFile(join(copy, SIGNED_FILE), 'иное')
    await rm(join(copy, 'data/roster'), { recursive: true })
    await writeFile(join(copy, 'data/stray.txt'), 'чужой')
    const result = await mendBag(copy, folder)
    expect(result.mended.sort()).toEqual(['data/roster/pupils.ndjson', SIGNED_FILE])
    expect(result.setAside).toEqual(['data/stray.txt'])
    expect(result.check.whole).toBe(true)
    expect(await readFile(join(`${copy}.strays`, 'data/stray.txt'), 'utf8')).toBe('чужой')
  })

  test('of different snapshots are never mended by each other, nor by a broken one', async () => {
    const one = await written()
    const other = await written()
    await expect(mendBag(one.folder, other.folder)).rejects.toThrow(DifferentBagError)
    await rm(join(other.folder, 'bagit.txt'))
    await expect(mendBag(one.folder, other.folder)).rejects.toThrow(BrokenBagError)
    expect((await checkBag(one.folder)).whole).toBe(true)
  })
})
