/** Why a body is refused with 400. */
export type Complaint = { readonly code: string; readonly param?: string; readonly message: string };

/** A complaint about one field; its message starts with the field's name. */
export function invalid(param: string, message: string): Complaint {
  return { code: 'invalid_request', param, message: `${param}: ${message}` };
}
