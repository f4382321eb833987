// What a machine that takes over would not see, because it is kept on this one alone.

import { existsSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { Config } from '../config.ts'
import { isInside } from '../library/trash.ts'
import type { Agent } from '../model/agents/agents.ts'
import { type Check, warning } from './check.ts'

type Places = Pick<Config, 'varDir' | 'triggersDir' | 'settings'>

/** @param agents those of agents.json; undefined: it cannot be read */
export function takeOverChecks(
  { varDir, triggersDir, settings }: Places,
  agents: readonly Pick<Agent, 'folder' | 'program'>[] | undefined,
): Check[] {
  const mayBeTakenOver = settings.REDIS_URL !== undefined && settings.NOTION_TOKEN !== undefined
  const hasAgents = existsSync(triggersDir) || agents?.some(agent => !agent.program && !isAbsolute(agent.folder))
  if (!mayBeTakenOver || !hasAgents || !isInside(varDir, triggersDir)) return []
  const says = `trigger files lie in ${triggersDir}: a machine that takes over does not see them, and what agents have waits`
  const mend = 'AGENT_TRIGGERS_DIR=<a folder on the shared volume>, the same on all machines that may coordinate'
  return [{ name: 'agents', look: () => [warning(says, mend)] }]
}
