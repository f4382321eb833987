// Names every skipped test at the end of a run.

import type { Reporter, TestModule } from 'vitest/node'

export const skippedReporter: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    const names = modules.flatMap(module =>
      [...module.children.allTests('skipped')].map(test => `${module.relativeModuleId}: ${test.fullName}`),
    )
    for (const name of names) console.log(`skipped: ${name}`)
  },
}
