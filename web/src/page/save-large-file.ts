import { saveFile } from './save-file.ts'

/** Chromium has it on pages that came by HTTPS or from this machine; TypeScript does not know it yet. */
interface FilePicker {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<FileSystemFileHandle>
}

/**
 * Lets the person keep a file that may be larger than the memory. Where the browser can, it goes to the disk as it
 * arrives; elsewhere it is gathered first, which needs room for all of it.
 *
 * @returns whether it was kept; the person may have changed their mind
 */
export async function saveLargeFile(name: string, load: () => Promise<Response>): Promise<boolean> {
  const { showSaveFilePicker } = window as FilePicker
  if (!showSaveFilePicker) {
    saveFile(await (await load()).blob(), name)
    return true
  }
  // First, since only a press of a button may open it.
  const file = await showSaveFilePicker({ suggestedName: name }).catch(givenUp)
  if (!file) return false
  const { body } = await load()
  // Where it breaks off, the browser removes what it has written so far.
  await body?.pipeTo(await file.createWritable())
  return true
}

function givenUp(error: unknown): undefined {
  if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
}
