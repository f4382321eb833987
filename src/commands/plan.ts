// What the next cycle would do.

import { type PlannedRow, planCycle } from '../orchestrator/plan.ts'
import { noView } from '../orchestrator/view.ts'
import { cycleDeps } from './cycle-deps.ts'
import { type GlobalFlags, print, withApp } from './with-app.ts'

export function plan(flags: GlobalFlags): Promise<number> {
  return withApp(flags, async running => printPlan(flags, await planCycle(cycleDeps(running, noView))), {
    readOnly: true,
  })
}

export function printPlan(flags: { json: boolean }, rows: readonly PlannedRow[]): number {
  const width = Math.max(0, ...rows.map(({ would }) => would.length))
  const lines = rows.map(
    ({ kind, label, would, because }) => `${kind.padEnd(6)}  ${would.padEnd(width)}  ${label}: ${because}`,
  )
  print(flags, { rows }, lines)
  return 0
}
