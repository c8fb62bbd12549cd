import { getRouteApi } from '@tanstack/react-router'
import { SignInAgain } from '#web/components/SignInAgain.tsx'
import { ManyWorkbench } from '#web/workbench/many/ManyWorkbench.tsx'

const route = getRouteApi('/signed-in/frame/work/$dataset_id/$workforce_task_id/$mode/many')

/** Many entries of a team task at once, for reviewers and, in an acceptance, for the owner. */
export function ReviewManyPage() {
  const { mode, ...names } = route.useParams()
  const { state } = route.useSearch()
  return (
    <>
      <ManyWorkbench names={names} mode={mode === 'judge' ? 'judge' : 'review'} state={state} />
      <SignInAgain />
    </>
  )
}
