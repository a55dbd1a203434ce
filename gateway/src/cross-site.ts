import type { NextFunction, Request, Response } from 'express'
import { graphqlError } from './graphql-error.js'

/** Bodies that a foreign page's form can send without being asked first (Fetch, «simple» requests). */
const simpleTypes = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']

/**
 * Refuses what a foreign page makes a browser send with the session's cookie (CSRF), at every door that takes one; at
 * `/files` a look too, since slips can be taken once. The browser says of itself where a request comes from, and no page
 * can say otherwise (Fetch Metadata, RFC 6454 Origin). A program with a bearer token has no cookie that could be lent.
 */
export function refuseCrossSite(origins: ReadonlySet<string>) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const { cookie, authorization, origin } = request.headers
    if (!cookie || authorization) return next()
    const site = request.headers['sec-fetch-site']
    const own = site === 'same-origin' || site === 'none' || (origin !== undefined && origins.has(origin))
    if (!own && (origin !== undefined || site !== undefined))
      return graphqlError(response, 403, 'FORBIDDEN', 'Запрос пришёл с чужой страницы.')
    next()
  }
}

/** The same for doors whose body is JSON: what a form can send is none. */
export function refuseForms(request: Request, response: Response, next: NextFunction): void {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (request.headers.cookie && simpleTypes.includes(type))
    return graphqlError(response, 415, 'BAD_REQUEST', 'Тело запроса: application/json.')
  next()
}
