import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'
import { skippedReporter } from './test/support/skipped-reporter.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    isolate: false, // a process for each file costs a sixth of the time
    setupFiles: ['test/support/leave-as-found.ts'],
    maxWorkers: 3, // one more than the cores of its CI: many tests wait for a service or a clock
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', skippedReporter],
  },
})
