import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Choice, OpenedFile } from '../table-file/file-table.ts'
import { openTableClient, type TableClient } from '../table-file/table-client.ts'
import { habits } from './habits.ts'

/** A file that is open, as it is read just now. */
export interface OpenTable {
  client: TableClient
  file: OpenedFile
  /** Tells this reading of the file from others. */
  key: string
}

let count = 0

/** The file that the person gave, if any. */
export function useOpenTable() {
  const [table, setTable] = useState<OpenTable>()
  const client = table?.client
  useEffect(() => () => client?.close(), [client])
  const keep = (kept: TableClient, file: OpenedFile): void =>
    setTable({ client: kept, file, key: `${file.name} ${count++}` })
  const open = useMutation({
    mutationFn: async (file: File) => {
      const opened = openTableClient()
      keep(opened, await opened.open(file, habits))
    },
    meta: { isErrorShown: true },
  })
  const readAgain = useMutation({
    mutationFn: async (choice: Choice) => {
      if (client) keep(client, await client.readAgain(choice))
    },
  })
  return { table, open, readAgain, close: () => setTable(undefined) }
}
