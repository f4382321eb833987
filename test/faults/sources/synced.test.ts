// No kill shows a missing fsync: the order of the system calls does.

import { execFile, execFileSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { recording } from './downloads.ts'
import { openMediaServer } from './range-server.ts'
import { openStub, SOUNDCLOUD, type Stub } from './ytdlp-stub.ts'

const CHILD = join(import.meta.dirname, 'fetch-child.ts')
const NOTED = 'rename media.part.json.new media.part.json'
const CALLS = 'write,writev,pwrite64,pwritev,copy_file_range,sendfile,ioctl,fsync,fdatasync,rename,renameat,renameat2'

/** What happened to the files of the folder, in order: `write media.part`, `sync media.part`, `rename …`, `sync .` */
async function happened(stub: Stub, link: string, other: string): Promise<string[]> {
  const record = join(stub.root, 'calls-of-the-system')
  const node = [process.execPath, CHILD, link, stub.dir, other]
  await promisify(execFile)('strace', ['-f', '-y', '-qq', '-s', '0', '-e', `trace=${CALLS}`, '-o', record, ...node])
  const lines = (await readFile(record, 'utf8')).split('\n').filter(line => line.includes(stub.dir))
  return lines.flatMap(line => {
    const call = /^\d+\s+(\w+)\(/.exec(line)?.[1] ?? ''
    const names = [...line.matchAll(new RegExp(`[<"]${stub.dir}/?([^>"]*)[>"]`, 'g'))].map(match => match[1] || '.')
    if (call.includes('sync')) return [`sync ${names[0]}`]
    if (call.startsWith('rename')) return [`rename ${names[0]} ${names[1]}`]
    return call === '' ? [] : [`write ${call === 'copy_file_range' ? names.at(-1) : names[0]}`]
  })
}

/** The content is on the disk before the name, and the name before anybody is told. */
function expectSynced(events: readonly string[], from: string, to: string): void {
  const renamed = events.indexOf(`rename ${from} ${to}`)
  expect(renamed, events.join('\n')).toBeGreaterThan(0)
  const synced = events.lastIndexOf(`sync ${from}`, renamed)
  expect(synced).toBeGreaterThan(events.lastIndexOf(`write ${from}`))
  expect(events.lastIndexOf('sync .')).toBeGreaterThan(renamed)
}

describe.skipIf(!canTrace())('a fetched file is on the disk before it has its name (needs strace)', () => {
  it('a download', async () => {
    await using stub = await openStub()
    await using server = await openMediaServer({ bytes: recording(3_000_000), etag: '"one"' })
    const events = await happened(stub, server.url(), server.host)
    expect(events.filter(event => event === 'write media.part').length).toBeGreaterThan(0)
    expectSynced(events, 'media.part', 'media.wav')
    expect(events.indexOf('sync media.part.json.new')).toBeGreaterThan(0)
    expect(events.indexOf('sync media.part.json.new')).toBeLessThan(events.indexOf(NOTED))
  })

  it('a file link', async () => {
    await using stub = await openStub()
    const folder = join(stub.root, 'music')
    await mkdir(folder)
    await writeFile(join(folder, 'a.wav'), recording(300_000))
    expectSynced(await happened(stub, pathToFileURL(join(folder, 'a.wav')).href, folder), 'media.part', 'media.wav')
  })

  it('what yt-dlp left', async () => {
    await using stub = await openStub()
    await stub.plays({ download: 'echo audio > media.m4a' })
    expectSynced(await happened(stub, SOUNDCLOUD, join(stub.root, 'yt-dlp')), 'media.m4a', 'media.m4a')
  })
})

function canTrace(): boolean {
  try {
    execFileSync('strace', ['-o', '/dev/null', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
