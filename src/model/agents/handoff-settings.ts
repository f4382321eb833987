// Settings of hand-offs to agents.

import type { z } from 'zod'
import { wholeNumber } from '../setting-kinds.ts'
import type { HandoffLimits } from './handoff.ts'

export const HANDOFF_SETTINGS = {
  AGENT_HANDOFFS_AT_ONCE: wholeNumber(10, 1, 10_000).meta({
    description: 'Most tasks that one agent has at a time; the others wait in the database',
  }),
  HANDOFFS_PER_TASK: wholeNumber(3, 1, 100).meta({
    description: 'How often one task is handed off before it needs a person',
  }),
  HANDOFF_ACK_HOURS: wholeNumber(72, 1, 8760).meta({
    description: 'Hours after which a trigger file that no agent touched is taken back',
  }),
  HANDOFF_DONE_HOURS: wholeNumber(336, 1, 8760).meta({
    description: 'Hours after which a task that an agent has seen and not ended is taken back',
  }),
}

export type HandoffSettings = { [Name in keyof typeof HANDOFF_SETTINGS]: z.output<(typeof HANDOFF_SETTINGS)[Name]> }

const HOUR_MS = 3_600_000

/** @param mostOf what agents.json says of an agent */
export const handoffLimits = (
  settings: HandoffSettings,
  mostOf: (agent: string) => number | undefined,
): HandoffLimits => ({
  perAgent: agent => mostOf(agent) ?? settings.AGENT_HANDOFFS_AT_ONCE,
  perTask: settings.HANDOFFS_PER_TASK,
  ackMs: settings.HANDOFF_ACK_HOURS * HOUR_MS,
  doneMs: settings.HANDOFF_DONE_HOURS * HOUR_MS,
})
