import { getRouteApi } from '@tanstack/react-router'
import { SignInAgain } from '#web/components/SignInAgain.tsx'
import { readMode } from '#web/workbench/shell/modes.ts'
import { SavingProvider } from '#web/workbench/shell/SavingProvider.tsx'
import { TaskWorkbench } from '#web/workbench/shell/TaskWorkbench.tsx'

const route = getRouteApi('/signed-in/frame/work/$dataset_id/$workforce_task_id/$mode')

/** The workbench of a team task: labelling, reviewing, judging a drawn sample, or only looking. */
export function WorkOnPage() {
  const { mode, ...names } = route.useParams()
  const search = route.useSearch()
  return (
    <SavingProvider>
      <TaskWorkbench names={names} mode={readMode(mode)} search={search} />
      <SignInAgain />
    </SavingProvider>
  )
}
