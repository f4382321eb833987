// Figures that are read when Prometheus asks.

import { Counter, Gauge, type Registry } from 'prom-client'

type Values = () => { labels?: Record<string, string>; value: number }[]

export function gauge(registry: Registry, name: string, help: string, labelNames: string[], values: Values): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset()
      for (const { labels = {}, value } of values()) this.set(labels, value)
    },
  })
}

export function total(registry: Registry, name: string, help: string, labelNames: string[], values: Values): void {
  new Counter({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset()
      for (const { labels = {}, value } of values()) this.inc(labels, value)
    },
  })
}
