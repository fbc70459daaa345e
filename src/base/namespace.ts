/** The namespace that exists until others can be made. */
export const ROOT_NAMESPACE = "root";
