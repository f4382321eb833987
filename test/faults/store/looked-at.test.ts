// Looking at a state that is damaged, of an older form, or gone: a sentence with the way out, what it will be, what is left of it.

import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { type App, createApp } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config.ts'
import { runChecks } from '../../../src/doctor/check.ts'
import { modeChecks } from '../../../src/doctor/mode-checks.ts'
import { Environment, InputFault } from '../../../src/errors.ts'
import { keepBackup } from '../../../src/store/backup.ts'
import { orDamaged } from '../../../src/store/damage.ts'
import { openStore } from '../../../src/store/database.ts'
import { openLedger } from '../../../src/store/ledger.ts'
import { MIGRATIONS } from '../../../src/store/migrations.ts'
import { orchestrator } from '../../support/cli.ts'
import { finishRow } from '../../support/finished-rows.ts'
import { withWorkspace } from '../../support/rows.ts'
import { flip, storeIn } from './stores.ts'

const RUN = {
  handler: 'track',
  subject: 's',
  label: 'Song',
  outcome: 'done',
  reason: 'ok',
  startedAt: 1,
  endedAt: 2,
} as const

const folder = () => mkdtempSync(join(tmpdir(), 'looked-at-'))
const sumOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

async function appIn(varDir: string, said: string[] = []): Promise<App> {
  await withWorkspace(varDir, async () => {}) // without demo rows
  const signal = new AbortController().signal
  const print = (line: string) => void said.push(line)
  return createApp(loadConfig({ varDir, environment: {} }), { logLevel: 'warn', dryRun: false, signal, print })
}

describe('a damaged state', () => {
  it('B14 every command that only looks says so in a sentence, with the way out, and leaves the file', {
    timeout: 120_000,
  }, async () => {
    const dir = folder()
    await (await appIn(dir))[Symbol.asyncDispose]()
    const file = storeIn(dir)
    writeFileSync(
      file,
      Buffer.concat([readFileSync(file).subarray(0, 8192), Buffer.alloc(statSync(file).size - 8192, 90)]),
    )
    const before = sumOf(file)
    for (const words of [['status'], ['plan'], ['report'], ['handlers'], ['--dry-run']]) {
      const { code, stderr, stdout } = await orchestrator([...words, '--var', dir])
      expect([words, code, stdout]).toEqual([words, 1, ''])
      expect(stderr).toMatch(/^orchestrator: the program's state .*orchestrator\.db is damaged, .*orchestrator --once/)
      expect(stderr.trim().split('\n')).toHaveLength(1)
    }
    expect(sumOf(file)).toBe(before)
  })

  it('is what is said of whatever went wrong, but for faults of another kind', () => {
    const dir = folder()
    openStore(dir, false)[Symbol.dispose]()
    const file = storeIn(dir)
    const odd = new TypeError('x is undefined')
    const fault = new InputFault('the link is dead', 'SC_404')
    expect(orDamaged(odd, file)).toBe(odd)
    flip(file, 0, 60)
    expect(orDamaged(odd, file)).toMatchObject({ errorClass: 'Environment', cause: odd })
    expect(orDamaged(fault, file)).toBe(fault)
    writeFileSync(file, '')
    expect(() => openStore(dir, true)).toThrow(/is damaged, so nothing can be told from it: the file is empty/)
  })
})

describe('the state of an older form', () => {
  function olderIn(dir: string): DatabaseSync {
    const database = new DatabaseSync(storeIn(dir))
    for (const sql of MIGRATIONS.slice(0, -2)) database.exec(sql)
    database.exec(`pragma user_version = ${MIGRATIONS.length - 2}; pragma journal_mode = wal`)
    openLedger(database).recordRun(RUN)
    return database
  }

  it('A17 is read as it will be, and stays as it is', () => {
    const dir = folder()
    olderIn(dir).close()
    const before = sumOf(storeIn(dir))
    using store = openStore(dir, true)
    expect(openLedger(store.database).lastRuns(5)).toMatchObject([{ label: 'Song' }])
    expect(store.database.prepare('pragma user_version').get()?.user_version).toBe(MIGRATIONS.length)
    expect(() => store.database.exec("insert into fact values ('a', 'b')")).toThrow(/readonly/)
    expect([readdirSync(dir), sumOf(storeIn(dir))]).toEqual([['orchestrator.db'], before])
  })

  it('also while a program of before has it open', () => {
    const dir = folder()
    const running = olderIn(dir)
    using store = openStore(dir, true)
    expect(openLedger(store.database).lastRuns(5)).toHaveLength(1)
    openLedger(running).recordRun(RUN)
    expect(openLedger(running).lastRuns(5)).toHaveLength(2)
    running.close()
  })
})

describe('a state that is gone with all its copies', () => {
  it('B14 is said, and what rows and library show is taken over', async () => {
    const dir = folder()
    const said: string[] = []
    const first = await appIn(dir, said)
    const [kept, unwritten] = [await finishRow(first.tools, 'Kept'), await finishRow(first.tools, 'Unwritten')]
    await (await first.tools.tracks()).update(unwritten.id, { downloaded: false, wavPath: null })
    await first[Symbol.asyncDispose]()
    expect(said).toEqual([])
    for (const name of readdirSync(dir))
      if (name.startsWith('orchestrator.db') || name === 'backup') rmSync(join(dir, name), { recursive: true })
    await using app = await appIn(dir, said)
    expect(said.join('\n')).toMatch(/the program’s state is gone and there is no copy of it; it begins anew .*library/)
    await app.upkeep.lookUp()
    expect(said.join('\n')).toMatch(/what the state lacked was looked up again.*rows=2.*there=1.*unnamed=1/)
    expect(app.tools.journal.fileAt(unwritten.path)?.page).toBe(unwritten.id)
    expect(await (await app.tools.tracks()).read(kept.id)).toMatchObject({ downloaded: true, wavPath: kept.path })
    said.length = 0
    await app[Symbol.asyncDispose]()
    await (await appIn(dir, said))[Symbol.asyncDispose]()
    expect(said).toEqual([])
  })
})

describe('what the program keeps', () => {
  const privacy = async (varDir: string) =>
    (await runChecks(modeChecks({ varDir }), { limitMs: 20_000, secrets: [] })).map(({ state, mend }) => [state, mend])

  it('is for its person alone where the program made it; the library is as the system makes it', async () => {
    const dir = join(folder(), 'var')
    expect(await privacy(dir)).toEqual([['ok', undefined]])
    await using app = await createApp(loadConfig({ varDir: dir, environment: {} }), {
      logLevel: 'error',
      dryRun: false,
      signal: new AbortController().signal,
    })
    const copy = await keepBackup(app.tools.store.database, dir, new Date())
    await app.tools.library.check()
    await app.tools.store.commit(() => {})
    const made = ['.', 'logs', 'backup'].map(name => modeOf(join(dir, name)))
    expect(made).toEqual(['700', '700', '700'])
    const files = [storeIn(dir), `${storeIn(dir)}-wal`, join(dir, 'workspace.db'), copy?.file ?? '']
    expect(files.map(modeOf)).toEqual(['600', '600', '600', '600'])
    const plain = mkdtempSync(join(tmpdir(), 'plain-'))
    writeFileSync(join(plain, 'file'), '')
    expect(modeOf(join(dir, 'library', '.library-id'))).toBe(modeOf(join(plain, 'file')))
    expect(await privacy(dir)).toEqual([['ok', undefined]])
  })

  it('keeps the rights that it has; the doctor says what closes it', async () => {
    const dir = folder()
    await (await appIn(dir))[Symbol.asyncDispose]()
    chmodSync(storeIn(dir), 0o640)
    chmodSync(dir, 0o755)
    await (await appIn(dir))[Symbol.asyncDispose]()
    expect([modeOf(dir), modeOf(storeIn(dir))]).toEqual(['755', '640'])
    expect(await privacy(dir)).toEqual([['warning', `chmod 700 '${dir}'`]])
    chmodSync(dir, 0o700)
    expect(await privacy(dir)).toEqual([['ok', undefined]])
  })

  it('cannot be made where a file stands', async () => {
    const dir = join(folder(), 'var')
    writeFileSync(dir, 'mine')
    await expect(appIn(dir)).rejects.toThrow()
    expect(readFileSync(dir, 'utf8')).toBe('mine')
    expect(() => openStore(dir, false)).toThrow(/EEXIST|ENOTDIR/)
  })
})

it('a fault of the surroundings stays what it is while the state is whole', () => {
  const dir = folder()
  openStore(dir, false)[Symbol.dispose]()
  const away = new Environment('the library is not there')
  expect(orDamaged(away, storeIn(dir))).toBe(away)
})
