import { CourseResultsPage } from '../../../../src/results/course-results-page.js'

export default function Page() {
  return <CourseResultsPage />
}
