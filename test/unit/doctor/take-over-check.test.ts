import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { configOf, readGiven } from '../../../src/config.ts'
import { runChecks } from '../../../src/doctor/check.ts'
import { takeOverChecks } from '../../../src/doctor/take-over-check.ts'
import { AgentsFile, agentBookOf } from '../../../src/model/agents/agents.ts'

const CLUSTER = {
  REDIS_URL: 'redis://127.0.0.1:6379',
  NOTION_TOKEN: 'ntn_0123456789',
}
const HANDED = { name: 'Claude' }
const RUN = { name: 'Codex', command: ['codex'] }
const CLOUD = { name: 'Cloud', base: 'cloud' }

const agentsOf = (agents: object[]) =>
  agents.length === 0 ? [] : agentBookOf(AgentsFile.parse({ cloudDir: '/cloud', agents })).agents

async function seen(environment: Record<string, string>, agents: object[] = [HANDED], hasHandedOver = false) {
  const varDir = mkdtempSync(join(tmpdir(), 'take-over-'))
  if (hasHandedOver) mkdirSync(join(varDir, 'agents'))
  const sources = { varDir, envFile: join(varDir, '.env'), environment }
  const checks = takeOverChecks(configOf(readGiven(sources), sources), agentsOf(agents))
  const found = await runChecks(checks, { limitMs: 1000, secrets: [] })
  return found.map(({ state, says, mend }) => `${state}: ${says.replace(varDir, '<var>')} → ${mend}`)
}

const WARNING = [
  'warning: trigger files lie in <var>/agents: a machine that takes over does not see them, and what agents have waits → AGENT_TRIGGERS_DIR=<a folder on the shared volume>, the same on all machines that may coordinate',
]

it('warns where several machines may coordinate and trigger files are kept on one', async () => {
  expect(await seen(CLUSTER)).toEqual(WARNING)
  expect(await seen(CLUSTER, [RUN, HANDED])).toEqual(WARNING)
  expect(await seen(CLUSTER, [], true)).toEqual(WARNING)
})

it('says nothing where they are on a shared volume, or no other machine takes over', async () => {
  expect(await seen({ ...CLUSTER, AGENT_TRIGGERS_DIR: '/Volumes/Music/agents' })).toEqual([])
  expect(await seen({ NOTION_TOKEN: CLUSTER.NOTION_TOKEN })).toEqual([])
  expect(await seen({ REDIS_URL: CLUSTER.REDIS_URL })).toEqual([])
})

it('says nothing where no agent gets trigger files there', async () => {
  expect(await seen(CLUSTER, [])).toEqual([])
  expect(await seen(CLUSTER, [RUN, CLOUD])).toEqual([])
})
