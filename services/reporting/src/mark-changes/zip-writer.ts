// A zip archive written entry by entry as its text comes, for what is too long for memory: PKWARE APPNOTE 6.3 with data
// descriptors. `person-export/zip.ts` is for files that fit.
import { once } from 'node:events'
import type { FileHandle } from 'node:fs/promises'
import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib'

/** Names in UTF-8; sizes and checksum follow the entry. */
const flags = 0x0808
const deflated = 8
/** 1 January 1980: the same text gives the same bytes. */
const dosStart = (1 << 21) | (1 << 16)

type Entry = { readonly name: Buffer; readonly offset: number; crc: number; packed: number; size: number }

/** Entries one after another: `begin`, any number of `write`, the next `begin`; `finish` at the end. At most 4 GiB in all. */
export class ZipWriter {
  private readonly entries: Entry[] = []
  private offset = 0
  private deflate: DeflateRaw | undefined
  private ready: Buffer[] = []

  constructor(private readonly file: FileHandle) {}

  async begin(path: string): Promise<void> {
    await this.end()
    const name = Buffer.from(path, 'utf8')
    const entry = { name, offset: this.offset, crc: 0, packed: 0, size: 0 }
    const header = Buffer.alloc(30)
    header.write('PK\u0003\u0004', 'latin1')
    header.writeUInt16LE(20, 4)
    describe(header, 6, entry, false)
    header.writeUInt16LE(name.length, 26)
    this.entries.push(entry)
    await this.put(Buffer.concat([header, name]))
    this.deflate = createDeflateRaw()
    this.deflate.on('data', (chunk: Buffer) => void this.ready.push(chunk))
  }

  async write(text: string): Promise<void> {
    const { deflate } = this
    const entry = this.entries.at(-1)
    if (!deflate || !entry) throw new Error('a zip entry was written to before it was begun')
    const bytes = Buffer.from(text, 'utf8')
    entry.crc = crc32(bytes, entry.crc)
    entry.size += bytes.length
    await new Promise<void>((resolve, reject) =>
      deflate.write(bytes, (error) => (error ? reject(error) : resolve())),
    )
    await this.drain(entry)
  }

  async finish(): Promise<void> {
    await this.end()
    const start = this.offset
    for (const entry of this.entries) {
      const header = Buffer.alloc(46)
      header.write('PK\u0001\u0002', 'latin1')
      header.writeUInt16LE(20, 4)
      header.writeUInt16LE(20, 6)
      describe(header, 8, entry, true)
      header.writeUInt16LE(entry.name.length, 28)
      header.writeUInt32LE(entry.offset, 42)
      await this.put(Buffer.concat([header, entry.name]))
    }
    const last = Buffer.alloc(22)
    last.write('PK\u0005\u0006', 'latin1')
    last.writeUInt16LE(this.entries.length, 8)
    last.writeUInt16LE(this.entries.length, 10)
    last.writeUInt32LE(this.offset - start, 12)
    last.writeUInt32LE(start, 16)
    await this.put(last)
  }

  private async end(): Promise<void> {
    const { deflate } = this
    const entry = this.entries.at(-1)
    if (!deflate || !entry) return
    const ended = once(deflate, 'end')
    deflate.end()
    await ended
    await this.drain(entry)
    this.deflate = undefined
    const descriptor = Buffer.alloc(16)
    descriptor.write('PK\u0007\u0008', 'latin1')
    descriptor.writeUInt32LE(entry.crc, 4)
    descriptor.writeUInt32LE(entry.packed, 8)
    descriptor.writeUInt32LE(entry.size, 12)
    await this.put(descriptor)
  }

  private async drain(entry: Entry): Promise<void> {
    const bytes = Buffer.concat(this.ready)
    this.ready = []
    entry.packed += bytes.length
    if (bytes.length > 0) await this.put(bytes)
  }

  private async put(bytes: Buffer): Promise<void> {
    await this.file.writeFile(bytes)
    this.offset += bytes.length
  }
}

/** What the local and the central header say alike; the local one leaves sizes to the descriptor. */
function describe(header: Buffer, at: number, entry: Entry, known: boolean): void {
  header.writeUInt16LE(flags, at)
  header.writeUInt16LE(deflated, at + 2)
  header.writeUInt32LE(dosStart, at + 4)
  header.writeUInt32LE(known ? entry.crc : 0, at + 8)
  header.writeUInt32LE(known ? entry.packed : 0, at + 12)
  header.writeUInt32LE(known ? entry.size : 0, at + 16)
}
