import * as $protobuf from "protobufjs/minimal.js";

/** Namespace coffer. */
export namespace coffer {

    /** Namespace forwarding. */
    namespace forwarding {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a Message.
             * @deprecated Use coffer.forwarding.v1.Message.$Properties instead.
             */
            interface IMessage extends coffer.forwarding.v1.Message.$Properties {
            }

            /** Represents a Message. */
            class Message {

                /**
                 * Constructs a new Message.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.forwarding.v1.Message.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Message opening. */
                opening: coffer.forwarding.v1.Opening;

                /** Message parts. */
                parts: coffer.forwarding.v1.Part[];

                /** Message isLeaving. */
                isLeaving: boolean;

                /**
                 * Creates a new Message instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Message instance
                 */
                static create(properties: coffer.forwarding.v1.Message.$Shape): coffer.forwarding.v1.Message & coffer.forwarding.v1.Message.$Shape;
                static create(properties?: coffer.forwarding.v1.Message.$Properties): coffer.forwarding.v1.Message;

                /**
                 * Encodes the specified Message message. Does not implicitly {@link coffer.forwarding.v1.Message.verify|verify} messages.
                 * @param message Message message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.forwarding.v1.Message.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Message message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.forwarding.v1.Message & coffer.forwarding.v1.Message.$Shape} Message
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.forwarding.v1.Message & coffer.forwarding.v1.Message.$Shape;
            }

            namespace Message {

                /** Properties of a Message. */
                interface $Properties {

                    /** Message opening */
                    opening?: coffer.forwarding.v1.Opening.$Properties;

                    /** Message parts */
                    parts?: coffer.forwarding.v1.Part.$Properties[];

                    /** Message isLeaving */
                    isLeaving?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Message. */
                type $Shape = coffer.forwarding.v1.Message.$Properties;
            }

            /**
             * Properties of an Opening.
             * @deprecated Use coffer.forwarding.v1.Opening.$Properties instead.
             */
            interface IOpening extends coffer.forwarding.v1.Opening.$Properties {
            }

            /** Represents an Opening. */
            class Opening {

                /**
                 * Constructs a new Opening.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.forwarding.v1.Opening.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Opening format. */
                format: number;

                /** Opening nonce. */
                nonce: Uint8Array;

                /** Opening proof. */
                proof: Uint8Array;

                /**
                 * Creates a new Opening instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Opening instance
                 */
                static create(properties: coffer.forwarding.v1.Opening.$Shape): coffer.forwarding.v1.Opening & coffer.forwarding.v1.Opening.$Shape;
                static create(properties?: coffer.forwarding.v1.Opening.$Properties): coffer.forwarding.v1.Opening;

                /**
                 * Encodes the specified Opening message. Does not implicitly {@link coffer.forwarding.v1.Opening.verify|verify} messages.
                 * @param message Opening message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.forwarding.v1.Opening.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Opening message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.forwarding.v1.Opening & coffer.forwarding.v1.Opening.$Shape} Opening
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.forwarding.v1.Opening & coffer.forwarding.v1.Opening.$Shape;
            }

            namespace Opening {

                /** Properties of an Opening. */
                interface $Properties {

                    /** Opening format */
                    format?: number;

                    /** Opening nonce */
                    nonce?: Uint8Array;

                    /** Opening proof */
                    proof?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Opening. */
                type $Shape = coffer.forwarding.v1.Opening.$Properties;
            }

            /**
             * Properties of a Part.
             * @deprecated Use coffer.forwarding.v1.Part.$Properties instead.
             */
            interface IPart extends coffer.forwarding.v1.Part.$Properties {
            }

            /** Represents a Part. */
            class Part {

                /**
                 * Constructs a new Part.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.forwarding.v1.Part.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Part call. */
                call: number;

                /** Part bytes. */
                bytes: Uint8Array;

                /** Part isLast. */
                isLast: boolean;

                /** Part isCancelled. */
                isCancelled: boolean;

                /**
                 * Creates a new Part instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Part instance
                 */
                static create(properties: coffer.forwarding.v1.Part.$Shape): coffer.forwarding.v1.Part & coffer.forwarding.v1.Part.$Shape;
                static create(properties?: coffer.forwarding.v1.Part.$Properties): coffer.forwarding.v1.Part;

                /**
                 * Encodes the specified Part message. Does not implicitly {@link coffer.forwarding.v1.Part.verify|verify} messages.
                 * @param message Part message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.forwarding.v1.Part.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Part message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.forwarding.v1.Part & coffer.forwarding.v1.Part.$Shape} Part
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.forwarding.v1.Part & coffer.forwarding.v1.Part.$Shape;
            }

            namespace Part {

                /** Properties of a Part. */
                interface $Properties {

                    /** Part call */
                    call?: number;

                    /** Part bytes */
                    bytes?: Uint8Array;

                    /** Part isLast */
                    isLast?: boolean;

                    /** Part isCancelled */
                    isCancelled?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Part. */
                type $Shape = coffer.forwarding.v1.Part.$Properties;
            }

            /**
             * Properties of a Request.
             * @deprecated Use coffer.forwarding.v1.Request.$Properties instead.
             */
            interface IRequest extends coffer.forwarding.v1.Request.$Properties {
            }

            /** Represents a Request. */
            class Request {

                /**
                 * Constructs a new Request.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.forwarding.v1.Request.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Request id. */
                id: string;

                /** Request operation. */
                operation: string;

                /** Request path. */
                path: string;

                /** Request namespace. */
                namespace: string;

                /** Request parameters. */
                parameters: coffer.forwarding.v1.Parameter[];

                /** Request token. */
                token: Uint8Array;

                /** Request hasToken. */
                hasToken: boolean;

                /** Request remoteAddress. */
                remoteAddress: string;

                /** Request remotePort. */
                remotePort: number;

                /** Request clientCertificate. */
                clientCertificate: Uint8Array;

                /** Request headers. */
                headers: coffer.forwarding.v1.Header[];

                /** Request wrapTtlSeconds. */
                wrapTtlSeconds: number;

                /** Request isOpenToAnybody. */
                isOpenToAnybody: boolean;

                /**
                 * Creates a new Request instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Request instance
                 */
                static create(properties: coffer.forwarding.v1.Request.$Shape): coffer.forwarding.v1.Request & coffer.forwarding.v1.Request.$Shape;
                static create(properties?: coffer.forwarding.v1.Request.$Properties): coffer.forwarding.v1.Request;

                /**
                 * Encodes the specified Request message. Does not implicitly {@link coffer.forwarding.v1.Request.verify|verify} messages.
                 * @param message Request message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.forwarding.v1.Request.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Request message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.forwarding.v1.Request & coffer.forwarding.v1.Request.$Shape} Request
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.forwarding.v1.Request & coffer.forwarding.v1.Request.$Shape;
            }

            namespace Request {

                /** Properties of a Request. */
                interface $Properties {

                    /** Request id */
                    id?: string;

                    /** Request operation */
                    operation?: string;

                    /** Request path */
                    path?: string;

                    /** Request namespace */
                    namespace?: string;

                    /** Request parameters */
                    parameters?: coffer.forwarding.v1.Parameter.$Properties[];

                    /** Request token */
                    token?: Uint8Array;

                    /** Request hasToken */
                    hasToken?: boolean;

                    /** Request remoteAddress */
                    remoteAddress?: string;

                    /** Request remotePort */
                    remotePort?: number;

                    /** Request clientCertificate */
                    clientCertificate?: Uint8Array;

                    /** Request headers */
                    headers?: coffer.forwarding.v1.Header.$Properties[];

                    /** Request wrapTtlSeconds */
                    wrapTtlSeconds?: number;

                    /** Request isOpenToAnybody */
                    isOpenToAnybody?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Request. */
                type $Shape = {
                  id?: string;
                  operation?: string;
                  path?: string;
                  namespace?: string;
                  parameters?: coffer.forwarding.v1.Parameter.$Shape[];
                  token?: Uint8Array;
                  hasToken?: boolean;
                  remoteAddress?: string;
                  remotePort?: number;
                  clientCertificate?: Uint8Array;
                  headers?: coffer.forwarding.v1.Header.$Shape[];
                  wrapTtlSeconds?: number;
                  isOpenToAnybody?: boolean;
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of a Parameter.
             * @deprecated Use coffer.forwarding.v1.Parameter.$Properties instead.
             */
            interface IParameter extends coffer.forwarding.v1.Parameter.$Properties {
            }

            /** Represents a Parameter. */
            class Parameter {

                /**
                 * Constructs a new Parameter.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.forwarding.v1.Parameter.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Parameter name. */
                name: string;

                /** Parameter json. */
                json: (Uint8Array|null);

                /** Parameter text. */
                text: (string|null);

                /** Parameter texts. */
                texts: (coffer.forwarding.v1.Texts|null);

                /** Parameter value. */
                value?: ("json"|"text"|"texts");

                /**
                 * Creates a new Parameter instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Parameter instance
                 */
                static create(properties: coffer.forwarding.v1.Parameter.$Shape): coffer.forwarding.v1.Parameter & coffer.forwarding.v1.Parameter.$Shape;
                static create(properties?: coffer.forwarding.v1.Parameter.$Properties): coffer.forwarding.v1.Parameter;

                /**
                 * Encodes the specified Parameter message. Does not implicitly {@link coffer.forwarding.v1.Parameter.verify|verify} messages.
                 * @param message Parameter message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.forwarding.v1.Parameter.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Parameter message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.forwarding.v1.Parameter & coffer.forwarding.v1.Parameter.$Shape} Parameter
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.forwarding.v1.Parameter & coffer.forwarding.v1.Parameter.$Shape;
            }

            namespace Parameter {

                /** Properties of a Parameter. */
                interface $Properties {

                    /** Parameter name */
                    name?: string;

                    /** Parameter json */
                    json?: (Uint8Array|null);

                    /** Parameter text */
                    text?: (string|null);

                    /** Parameter texts */
                    texts?: (coffer.forwarding.v1.Texts.$Properties|null);

                    /** Parameter value */
                    value?: ("json"|"text"|"texts");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a Parameter. */
                type $Shape = {
                  name?: string;
                  json?: Uint8Array|null;
                  text?: string|null;
                  texts?: coffer.forwarding.v1.Texts.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ value?: undefined; json?: null; text?: null; texts?: null }|{ value?: "json"; json: Uint8Array; text?: null; texts?: null }|{ value?: "text"; json?: null; text: string; texts?: null }|{ value?: "texts"; json?: null; text?: null; texts: coffer.forwarding.v1.Texts.$Shape })
                );
            }

            /**
             * Properties of a Texts.
             * @deprecated Use coffer.forwarding.v1.Texts.$Properties instead.
             */
            interface ITexts extends coffer.forwarding.v1.Texts.$Properties {
            }

            /** Represents a Texts. */
            class Texts {

                /**
                 * Constructs a new Texts.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.forwarding.v1.Texts.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Texts texts. */
                texts: string[];

                /**
                 * Creates a new Texts instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Texts instance
                 */
                static create(properties: coffer.forwarding.v1.Texts.$Shape): coffer.forwarding.v1.Texts & coffer.forwarding.v1.Texts.$Shape;
                static create(properties?: coffer.forwarding.v1.Texts.$Properties): coffer.forwarding.v1.Texts;

                /**
                 * Encodes the specified Texts message. Does not implicitly {@link coffer.forwarding.v1.Texts.verify|verify} messages.
                 * @param message Texts message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.forwarding.v1.Texts.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Texts message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.forwarding.v1.Texts & coffer.forwarding.v1.Texts.$Shape} Texts
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.forwarding.v1.Texts & coffer.forwarding.v1.Texts.$Shape;
            }

            namespace Texts {

                /** Properties of a Texts. */
                interface $Properties {

                    /** Texts texts */
                    texts?: string[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Texts. */
                type $Shape = coffer.forwarding.v1.Texts.$Properties;
            }

            /**
             * Properties of a Header.
             * @deprecated Use coffer.forwarding.v1.Header.$Properties instead.
             */
            interface IHeader extends coffer.forwarding.v1.Header.$Properties {
            }

            /** Represents a Header. */
            class Header {

                /**
                 * Constructs a new Header.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.forwarding.v1.Header.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Header name. */
                name: string;

                /** Header value. */
                value: string;

                /**
                 * Creates a new Header instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Header instance
                 */
                static create(properties: coffer.forwarding.v1.Header.$Shape): coffer.forwarding.v1.Header & coffer.forwarding.v1.Header.$Shape;
                static create(properties?: coffer.forwarding.v1.Header.$Properties): coffer.forwarding.v1.Header;

                /**
                 * Encodes the specified Header message. Does not implicitly {@link coffer.forwarding.v1.Header.verify|verify} messages.
                 * @param message Header message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.forwarding.v1.Header.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Header message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.forwarding.v1.Header & coffer.forwarding.v1.Header.$Shape} Header
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.forwarding.v1.Header & coffer.forwarding.v1.Header.$Shape;
            }

            namespace Header {

                /** Properties of a Header. */
                interface $Properties {

                    /** Header name */
                    name?: string;

                    /** Header value */
                    value?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Header. */
                type $Shape = coffer.forwarding.v1.Header.$Properties;
            }

            /**
             * Properties of an Answer.
             * @deprecated Use coffer.forwarding.v1.Answer.$Properties instead.
             */
            interface IAnswer extends coffer.forwarding.v1.Answer.$Properties {
            }

            /** Represents an Answer. */
            class Answer {

                /**
                 * Constructs a new Answer.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.forwarding.v1.Answer.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Answer status. */
                status: number;

                /** Answer contentType. */
                contentType: string;

                /** Answer headers. */
                headers: coffer.forwarding.v1.Header[];

                /** Answer body. */
                body: Uint8Array;

                /** Answer hasBody. */
                hasBody: boolean;

                /** Answer isNotExecuted. */
                isNotExecuted: boolean;

                /**
                 * Creates a new Answer instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Answer instance
                 */
                static create(properties: coffer.forwarding.v1.Answer.$Shape): coffer.forwarding.v1.Answer & coffer.forwarding.v1.Answer.$Shape;
                static create(properties?: coffer.forwarding.v1.Answer.$Properties): coffer.forwarding.v1.Answer;

                /**
                 * Encodes the specified Answer message. Does not implicitly {@link coffer.forwarding.v1.Answer.verify|verify} messages.
                 * @param message Answer message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.forwarding.v1.Answer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Answer message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.forwarding.v1.Answer & coffer.forwarding.v1.Answer.$Shape} Answer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.forwarding.v1.Answer & coffer.forwarding.v1.Answer.$Shape;
            }

            namespace Answer {

                /** Properties of an Answer. */
                interface $Properties {

                    /** Answer status */
                    status?: number;

                    /** Answer contentType */
                    contentType?: string;

                    /** Answer headers */
                    headers?: coffer.forwarding.v1.Header.$Properties[];

                    /** Answer body */
                    body?: Uint8Array;

                    /** Answer hasBody */
                    hasBody?: boolean;

                    /** Answer isNotExecuted */
                    isNotExecuted?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Answer. */
                type $Shape = coffer.forwarding.v1.Answer.$Properties;
            }
        }
    }
}
