// What waits, runs and failed, and why: first what is known here, then what Notion says.

import { loadConfig } from '../config.ts'
import { costLines } from './cost-lines.ts'
import { type AskedCluster, askCluster } from './status-cluster.ts'
import { askNotion, knownHere } from './status-facts.ts'
import { linesHere, notionLines, runLines } from './status-lines.ts'
import { type GlobalFlags, print, withApp } from './with-app.ts'

export interface StatusFlags extends GlobalFlags {
  task?: string
  agents?: boolean
}

export async function status(flags: StatusFlags): Promise<number> {
  if (flags.agents) return (await import('./status-agents.ts')).statusAgents(flags)
  if (flags.task !== undefined) return (await import('./status-task.ts')).statusTask(flags, flags.task)
  const cluster = await askCluster(loadConfig({ varDir: flags.var }))
  if (cluster.isAll) return printCluster(flags, cluster)
  return withApp(
    flags,
    async running => {
      const here = await knownHere(running)
      const notion = await askNotion(running)
      const { fault = cluster.fault, ...asked } = notion
      print(flags, { ...here, ...asked, ...cluster.data }, [
        ...cluster.lines,
        ...linesHere(here),
        ...notionLines(asked),
        ...costLines(here.costs),
        ...runLines(here),
      ])
      if (fault) throw fault
      return 0
    },
    { readOnly: true, cluster },
  )
}

function printCluster(flags: GlobalFlags, { data, lines }: AskedCluster): number {
  print(flags, data, lines)
  return 0
}
