import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './ScrolledTable.module.css'

/** A long table that scrolls in its place, by keyboard as well. */
export function ScrolledTable({ label, children }: { label: string; children: ReactNode }) {
  const scrollAreaProps = {
    classNames: { viewport: classes.viewport! },
    viewportProps: { tabIndex: 0, role: 'group', 'aria-label': label },
  }
  return (
    <Table.ScrollContainer minWidth={560} maxHeight={360} scrollAreaProps={scrollAreaProps}>
      <Table verticalSpacing={4} stickyHeader>
        {children}
      </Table>
    </Table.ScrollContainer>
  )
}
