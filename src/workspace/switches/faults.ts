// The faults that are set, and which one a request meets.

import { isMatch, pathOf } from './path-match.ts'
import type { Fault, FaultRule } from './settings.ts'

export interface Faults {
  /** Those that are still to come, `times` counted down. */
  rules(): FaultRule[]
  add(rules: readonly FaultRule[]): void
  /** Sends a request on, into the fault it meets if it meets one. */
  pass(request: Request, meet: Meet): Promise<Response>
}

export interface Meet {
  fault(fault: Fault, cursor: string | undefined): Promise<Response>
  plain(): Promise<Response>
}

interface Asked {
  method: string
  path: string
  /** The `start_cursor` of the request. */
  cursor: string | undefined
}

export function openFaults(given: readonly FaultRule[], random: () => number): Faults {
  let rules = [...given]

  function take(asked: Asked): Fault | undefined {
    const met = rules.find(
      ({ match, fault, chance }) =>
        isMatch(match, asked) && suits(fault, asked) && (chance === undefined || random() < chance),
    )
    rules = rules.flatMap(rule => (rule === met ? countedDown(rule) : [rule]))
    return met?.fault
  }

  return {
    rules: () => rules,
    add(added) {
      rules = [...rules, ...added]
    },
    async pass(request, meet) {
      if (rules.length === 0) return meet.plain()
      const cursor = rules.some(({ fault }) => fault.kind === 'invalidCursor') ? await cursorIn(request) : undefined
      const fault = take({ method: request.method, path: pathOf(request.url), cursor })
      return fault ? meet.fault(fault, cursor) : meet.plain()
    },
  }
}

function countedDown(rule: FaultRule): FaultRule[] {
  if (rule.times === undefined) return [rule]
  return rule.times > 1 ? [{ ...rule, times: rule.times - 1 }] : []
}

/** Some faults are those of a kind of request, whatever their rule says. */
function suits({ kind }: Fault, { method, path, cursor }: Asked): boolean {
  const isQuery = method === 'POST' && /\/query$/.test(path)
  switch (kind) {
    case 'committed':
      return method !== 'GET' && !isQuery && path !== '/v1/search'
    case 'queryOverload':
      return isQuery
    case 'invalidCursor':
      return cursor !== undefined
    default:
      return true
  }
}

async function cursorIn(request: Request): Promise<string | undefined> {
  const inQuery = new URL(request.url).searchParams.get('start_cursor')
  if (inQuery !== null || request.method === 'GET') return inQuery ?? undefined
  return /"start_cursor"\s*:\s*"([^"]*)"/.exec(await request.clone().text())?.[1]
}
