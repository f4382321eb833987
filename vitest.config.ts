import { defineConfig } from 'vitest/config'
import { skippedReporter } from './test/support/skipped-reporter.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', skippedReporter],
  },
})
