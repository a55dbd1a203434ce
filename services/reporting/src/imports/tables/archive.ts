/**
 * A zip as a place to read from: entries are streamed, never written to disk, and what they inflate to is bounded. Names
 * are keys only: a path that climbs out of the archive leads nowhere.
 */
import { PassThrough, type Readable } from 'node:stream'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { UnreadableFileError } from '../staged.js'

const mostEntries = 200
/** Bytes of all that is read from one archive. */
const mostInflated = 300 * 1024 * 1024

const isBroken = new UnreadableFileError('BROKEN_ZIP', 'Архив повреждён: его не открыть.')

export class Archive {
  private inflated = 0

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Throws UnreadableFileError: BROKEN_ZIP, TOO_MANY_FILES. */
  static async open(path: string): Promise<Archive> {
    const zip = await new Promise<ZipFile>((resolve, reject) =>
      yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, opened) =>
        error ? reject(isBroken) : resolve(opened),
      ),
    )
    const entries = new Map<string, Entry>()
    await new Promise<void>((resolve, reject) => {
      zip.on('entry', (entry: Entry) => {
        if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry)
        if (entries.size > mostEntries)
          return reject(new UnreadableFileError('TOO_MANY_FILES', `В архиве больше ${mostEntries} файлов.`))
        zip.readEntry()
      })
      zip.on('end', resolve)
      zip.on('error', () => reject(isBroken))
      zip.readEntry()
    }).catch((error: unknown) => {
      zip.close()
      throw error
    })
    return new Archive(zip, entries)
  }

  names(): string[] {
    return [...this.entries.keys()]
  }

  /** Undefined: there is no such entry. The stream fails with UnreadableFileError: ENCRYPTED, ZIP_BOMB, BROKEN_ZIP. */
  async stream(name: string): Promise<Readable | undefined> {
    const entry = this.entries.get(name)
    if (!entry) return undefined
    if (entry.isEncrypted())
      throw new UnreadableFileError(
        'ENCRYPTED',
        `Файл ${name} в архиве закрыт паролем. Принесите без пароля.`,
      )
    const inflating = await new Promise<Readable>((resolve, reject) =>
      this.zip.openReadStream(entry, (error, stream) => (error ? reject(isBroken) : resolve(stream))),
    )
    const bounded = new PassThrough()
    inflating.on('data', (chunk: Buffer) => {
      this.inflated += chunk.length
      if (this.inflated <= mostInflated) return
      inflating.destroy()
      bounded.destroy(new UnreadableFileError('ZIP_BOMB', 'Архив разворачивается в слишком большой объём.'))
    })
    inflating.on('error', () => bounded.destroy(isBroken))
    inflating.pipe(bounded)
    return bounded
  }

  /** A whole entry; more than `mostBytes` of it is refused. */
  async bytes(name: string, mostBytes: number): Promise<Buffer | undefined> {
    const stream = await this.stream(name)
    if (!stream) return undefined
    const parts: Buffer[] = []
    let size = 0
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > mostBytes)
        throw new UnreadableFileError(
          'TOO_LARGE',
          `Файл ${name} в архиве больше ${Math.round(mostBytes / 1024 / 1024)} МБ.`,
        )
      parts.push(chunk)
    }
    return Buffer.concat(parts)
  }

  close(): void {
    this.zip.close()
  }
}
