// Orders of commands while another instance works in var/: one that takes orders obeys them, as the command would have.

import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { openBench } from '../support/bench.ts'
import { newVar, orchestrator } from '../support/cli.ts'
import { until } from '../support/machines.ts'

const LOOP = ['--no-music-sync', '--interval', '1']
const DID_IT = /^the orchestrator that runs \(process \d+\) did it\n$/

it('beside an instance that takes no orders the list can be had, and orders are refused', async () => {
  const varDir = await newVar()
  await mkdir(varDir, { recursive: true })
  const lock = new DatabaseSync(join(varDir, 'instance.lock'))
  lock.exec('pragma locking_mode = exclusive; begin exclusive')
  const listed = await orchestrator(['retry', '--var', varDir])
  const ordered = await orchestrator(['retry', '--all', '--var', varDir])
  lock.close()
  expect(listed).toMatchObject({ code: 0, stdout: 'Nothing failed and nothing waits.\n' })
  expect(ordered).toMatchObject({ code: 75, stdout: '' })
  expect(ordered.stderr).toMatch(/another instance works in .*; it takes no orders/)
})

it('the loop obeys; killed before it could answer, the next one does; when none runs, the command does it itself', async () => {
  await using bench = await openBench({ AUDIO_FORMATS: 'wav' })
  const lost = await bench.addTrack('lost', bench.media.url('/gone.wav'))
  const dying = bench.start(LOOP, { FAILPOINTS: 'order.obeyed=kill@3' })
  const isTold = async () => (await bench.row(lost)).tags.length > 0
  await until('it failed', isTold)
  const again = await bench.run(['retry', lost, '--json'])
  expect(again).toMatchObject({ code: 0, stderr: expect.stringMatching(DID_IT) })
  expect(JSON.parse(again.stdout)).toMatchObject({ again: [{ state: 'failed' }] })
  const nothing = await bench.run(['retry', '?'])
  expect(nothing).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('is no page id') })
  const waiting = bench.run(['retry', '--columns'])
  expect((await dying.ended).code).toBe(-1)
  const next = bench.start(LOOP)
  const orders = () => readdir(join(bench.varDir, 'orders'))
  await until('it is answered', async () => !(await orders()).some(file => file.endsWith('.begun')))
  const { code, stdout } = await waiting
  expect(code).toBe(0)
  expect(stdout).toMatch(/columns are taken as they are|No answer yet: the order is kept/) // a machine may be slow
  next.child.kill('SIGKILL')
  await next.ended
  expect(await bench.run(['retry', '--all'])).toMatchObject({ code: 0, stderr: '' })
})

it('done by the command itself after all, as what ran has ended: with the same token and the same Notion', async () => {
  await using bench = await openBench({ AUDIO_FORMATS: 'wav' })
  const orders = join(bench.varDir, 'orders')
  await mkdir(orders, { recursive: true, mode: 0o700 })
  const lock = new DatabaseSync(join(bench.varDir, 'instance.lock'))
  lock.exec('pragma locking_mode = exclusive; begin exclusive')
  const name = { pid: process.pid, since: new Date().toISOString(), store: 'open' }
  await writeFile(join(bench.varDir, 'instance.json'), JSON.stringify(name))
  await writeFile(join(orders, 'taker'), `${process.pid}`)
  const track = bench.run(['track', bench.media.url('/gone.wav'), '--json'])
  await until('the order is left', async () => (await readdir(orders)).some(file => file.endsWith('.order')))
  await rm(join(orders, 'taker'))
  lock.close()
  expect(JSON.parse((await track).stdout)).toMatchObject({ entries: [{ kind: 'track' }] })
  expect(bench.writes).toContain('POST /v1/pages')
  expect(existsSync(join(bench.varDir, 'workspace.db'))).toBe(false)
})
