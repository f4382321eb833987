// Uploaded files: what is known of each, and its bytes.

import { UploadRecord } from './records.ts'
import type { Statements } from './statements.ts'

export interface UploadStore {
  /** One that nobody attached in time has expired. */
  get(id: string): UploadRecord | undefined
  /** Newest first. */
  all(): UploadRecord[]
  save(upload: UploadRecord): void
  setContent(id: string, content: Uint8Array): void
  content(id: string): Uint8Array | undefined
}

export function openUploads({ run, column, record, records }: Statements, now: () => number): UploadStore {
  const timely = (upload: UploadRecord): UploadRecord =>
    upload.expires === null || upload.expires > now() ? upload : { ...upload, status: 'expired' }
  return {
    get(id) {
      const upload = record(UploadRecord, 'SELECT record FROM upload WHERE id = ?', id)
      return upload && timely(upload)
    },
    all: () => records(UploadRecord, 'SELECT record FROM upload ORDER BY rowid DESC').map(timely),
    save: upload =>
      run(
        `INSERT INTO upload (id, record) VALUES (?, ?) ON CONFLICT(id) DO UPDATE SET record = excluded.record`,
        upload.id,
        JSON.stringify(upload),
      ),
    setContent: (id, content) => run('UPDATE upload SET content = ? WHERE id = ?', content, id),
    content(id) {
      const found = column('SELECT content FROM upload WHERE id = ?', id)
      return found instanceof Uint8Array ? found : undefined
    },
  }
}
