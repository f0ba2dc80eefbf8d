import { Button, FileButton, Textarea } from '@mantine/core'
import { type DragEvent, useEffect, useState } from 'react'
import { Icon } from '../icons.tsx'
import classes from './importing.module.css'
import { texts } from './texts.ts'

const accepted = '.csv,.tsv,.txt,.xlsx,.xlsm,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Takes a file that is dropped, chosen or pasted, or rows pasted from a spreadsheet. */
export function FileDrop({ onFile }: { onFile(file: File): void }) {
  const [isOver, setIsOver] = useState(false)
  usePaste(onFile)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setIsOver(false)
    const [file] = event.dataTransfer.files
    if (file) onFile(file)
  }
  const hover = (event: DragEvent): void => {
    event.preventDefault()
    setIsOver(true)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut; the button does the same
    <div
      className={classes['drop']}
      data-is-over={isOver || undefined}
      onDragOver={hover}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <span className={classes['dropIcon']}>
        <Icon name="import" size={32} />
      </span>
      <p className={classes['dropText']}>{texts.drop}</p>
      <FileButton onChange={(file) => file && onFile(file)} accept={accepted}>
        {(props) => (
          <Button size="md" {...props}>
            {texts.choose}
          </Button>
        )}
      </FileButton>
      <Textarea
        className={classes['paste']}
        aria-label={texts.paste}
        placeholder={texts.paste}
        rows={2}
        value=""
        onChange={() => undefined}
      />
    </div>
  )
}

function usePaste(onFile: (file: File) => void): void {
  useEffect(() => {
    const paste = ({ clipboardData }: ClipboardEvent): void => {
      const [file] = clipboardData?.files ?? []
      const text = clipboardData?.getData('text/plain') ?? ''
      if (file) onFile(file)
      else if (text.trim() !== '') onFile(new File([text], texts.pasted))
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [onFile])
}
