// Made from the OpenAPI description of the HTTP API by `npm run client`. Do not edit.

export interface paths {
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the system can serve calls */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "up" | "degraded" | "down";
                            version: string;
                            node: string;
                            uptimeSeconds: number;
                            components: {
                                database: {
                                    up: boolean;
                                    detail: string;
                                };
                                sip: {
                                    up: boolean;
                                    detail: string;
                                };
                                mediaRelay: {
                                    up: boolean;
                                    detail: string;
                                };
                            };
                        };
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "up" | "degraded" | "down";
                            version: string;
                            node: string;
                            uptimeSeconds: number;
                            components: {
                                database: {
                                    up: boolean;
                                    detail: string;
                                };
                                sip: {
                                    up: boolean;
                                    detail: string;
                                };
                                mediaRelay: {
                                    up: boolean;
                                    detail: string;
                                };
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/problems/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a kind of problem means */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            code: string;
                            status: number;
                            title: string;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs in with user name and password */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        username: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accessToken: string;
                            accessTokenExpiresInSeconds: number;
                            refreshToken: string;
                            user: {
                                id: string;
                                username: string;
                                displayName: string;
                                /**
                                 * @description user: own phone only. auditor: sees everything, changes nothing. operator: daily work with users and calls. admin: everything.
                                 * @enum {string}
                                 */
                                role: "user" | "auditor" | "operator" | "admin";
                                addressOfRecord: string;
                            };
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        /** Signs out: ends the session of the refresh token, or of the bearer token when there is no body */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        refreshToken: string;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs in with the secret of a sign-in link, which works once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accessToken: string;
                            accessTokenExpiresInSeconds: number;
                            refreshToken: string;
                            user: {
                                id: string;
                                username: string;
                                displayName: string;
                                /**
                                 * @description user: own phone only. auditor: sees everything, changes nothing. operator: daily work with users and calls. admin: everything.
                                 * @enum {string}
                                 */
                                role: "user" | "auditor" | "operator" | "admin";
                                addressOfRecord: string;
                            };
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchanges a refresh token for the next one and a new access token
         * @description A refresh token works once. Used again within ten seconds (two tabs, a lost answer) it gives another successor; used again later it ends the whole session.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        refreshToken: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accessToken: string;
                            accessTokenExpiresInSeconds: number;
                            refreshToken: string;
                            user: {
                                id: string;
                                username: string;
                                displayName: string;
                                /**
                                 * @description user: own phone only. auditor: sees everything, changes nothing. operator: daily work with users and calls. admin: everything.
                                 * @enum {string}
                                 */
                                role: "user" | "auditor" | "operator" | "admin";
                                addressOfRecord: string;
                            };
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed-in user */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            username: string;
                            displayName: string;
                            /**
                             * @description user: own phone only. auditor: sees everything, changes nothing. operator: daily work with users and calls. admin: everything.
                             * @enum {string}
                             */
                            role: "user" | "auditor" | "operator" | "admin";
                            addressOfRecord: string;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Own devices, the newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            devices: {
                                id: string;
                                name: string;
                                /** @enum {string} */
                                platform: "web" | "android" | "ios" | "desk";
                                /** Format: date-time */
                                createdAt: string;
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Adds a device and tells its SIP credentials, once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /** @enum {string} */
                        platform: "web" | "android" | "ios" | "desk";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            device: {
                                id: string;
                                name: string;
                                /** @enum {string} */
                                platform: "web" | "android" | "ios" | "desk";
                                /** Format: date-time */
                                createdAt: string;
                            };
                            sip: {
                                uri: string;
                                displayName: string;
                                authorizationUsername: string;
                                password: string;
                                realm: string;
                                webSocketPath: string;
                                registerExpiresSeconds: number;
                                iceServers: {
                                    urls: string[];
                                    username?: string;
                                    credential?: string;
                                }[];
                            };
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes a device; its SIP credentials stop working */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Own calls, the newest first */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            calls: {
                                id: string;
                                /** @enum {string} */
                                direction: "incoming" | "outgoing";
                                peer: {
                                    uri: string;
                                    displayName: string | null;
                                };
                                /** @enum {string} */
                                outcome: "answered" | "busy" | "no-answer" | "declined" | "cancelled" | "unreachable" | "not-found" | "rejected" | "failed";
                                /** Format: date-time */
                                startedAt: string;
                                answeredAt: string | null;
                                /** Format: date-time */
                                endedAt: string;
                                durationSeconds: number;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/missed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many missed calls are new to the user */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/missed/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Tells that the user has seen the missed calls up to one */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date-time */
                        until: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/directory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users who can be called by name, at most 500 */
        get: {
            parameters: {
                query?: {
                    search?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            entries: {
                                username: string;
                                displayName: string;
                                addressOfRecord: string;
                                reachable: boolean;
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voicemail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Own voicemail messages, the newest first */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    /** @description Those that were deleted and can still be restored. */
                    deleted?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            messages: {
                                id: string;
                                caller: {
                                    uri: string;
                                    displayName: string | null;
                                };
                                /** Format: date-time */
                                receivedAt: string;
                                /** @description How long the message is. */
                                durationMs: number;
                                /** @description The size of its sound as a WAV file. */
                                bytes: number;
                                /** @description Null while the message is new. */
                                heardAt: string | null;
                                /** @description Null while it is in the mailbox. Deleted ones can be restored for a while. */
                                deletedAt: string | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voicemail/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many own messages there are, and how many of them are new */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Messages that were not heard. */
                            new: number;
                            /** @description Messages in the mailbox. */
                            total: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voicemail/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the own missed calls can leave a message */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Calls that you do not answer, or that come while you are busy or not connected, can leave a message. */
                            takesMissedCalls: boolean;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        /** Switches voicemail for the own missed calls on or off */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Calls that you do not answer, or that come while you are busy or not connected, can leave a message. */
                        takesMissedCalls: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Calls that you do not answer, or that come while you are busy or not connected, can leave a message. */
                            takesMissedCalls: boolean;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voicemail/{id}/sound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sound of one message; takes Range */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 16-bit mono PCM */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "audio/wav": unknown;
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voicemail/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Deletes an own message; it can be restored for a while */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Marks an own message as heard, or as new */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description False makes it new again. */
                        heard: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            caller: {
                                uri: string;
                                displayName: string | null;
                            };
                            /** Format: date-time */
                            receivedAt: string;
                            /** @description How long the message is. */
                            durationMs: number;
                            /** @description The size of its sound as a WAV file. */
                            bytes: number;
                            /** @description Null while the message is new. */
                            heardAt: string | null;
                            /** @description Null while it is in the mailbox. Deleted ones can be restored for a while. */
                            deletedAt: string | null;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/voicemail/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a deleted message back into the own mailbox */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            caller: {
                                uri: string;
                                displayName: string | null;
                            };
                            /** Format: date-time */
                            receivedAt: string;
                            /** @description How long the message is. */
                            durationMs: number;
                            /** @description The size of its sound as a WAV file. */
                            bytes: number;
                            /** @description Null while the message is new. */
                            heardAt: string | null;
                            /** @description Null while it is in the mailbox. Deleted ones can be restored for a while. */
                            deletedAt: string | null;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures of the whole system
         * @description Needs the scope `system:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            health: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                version: string;
                                node: string;
                                uptimeSeconds: number;
                                components: {
                                    database: {
                                        up: boolean;
                                        detail: string;
                                    };
                                    sip: {
                                        up: boolean;
                                        detail: string;
                                    };
                                    mediaRelay: {
                                        up: boolean;
                                        detail: string;
                                    };
                                };
                            };
                            registeredBindings: number;
                            activeCalls: number;
                            users: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Users by name
         * @description Needs the scope `users:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    search?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            users: {
                                id: string;
                                username: string;
                                displayName: string;
                                /**
                                 * @description user: own phone only. auditor: sees everything, changes nothing. operator: daily work with users and calls. admin: everything.
                                 * @enum {string}
                                 */
                                role: "user" | "auditor" | "operator" | "admin";
                                addressOfRecord: string;
                                voicemail: boolean;
                                /** Format: date-time */
                                createdAt: string;
                                registeredBindings: number;
                                version: number;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Adds a user
         * @description Another role than `user` also needs the scope `roles:write`.
         *
         *     Needs the scope `users:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        username: string;
                        password: string;
                        displayName?: string;
                        /**
                         * @description user: own phone only. auditor: sees everything, changes nothing. operator: daily work with users and calls. admin: everything.
                         * @enum {string}
                         */
                        role?: "user" | "auditor" | "operator" | "admin";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            username: string;
                            displayName: string;
                            /**
                             * @description user: own phone only. auditor: sees everything, changes nothing. operator: daily work with users and calls. admin: everything.
                             * @enum {string}
                             */
                            role: "user" | "auditor" | "operator" | "admin";
                            addressOfRecord: string;
                            voicemail: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            registeredBindings: number;
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users/{username}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One user, with the ETag that an edit needs
         * @description Needs the scope `users:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    username: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            username: string;
                            displayName: string;
                            /**
                             * @description user: own phone only. auditor: sees everything, changes nothing. operator: daily work with users and calls. admin: everything.
                             * @enum {string}
                             */
                            role: "user" | "auditor" | "operator" | "admin";
                            addressOfRecord: string;
                            voicemail: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            registeredBindings: number;
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Removes a user with devices, sessions and registrations; call records stay
         * @description Needs the scope `users:write`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    username: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Changes the display name, the role, or whether voicemail is on, of a user
         * @description A change of the role, and of anybody with a role, also needs the scope `roles:write`.
         *
         *     Needs the scope `users:write`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    username: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        displayName?: string;
                        /**
                         * @description user: own phone only. auditor: sees everything, changes nothing. operator: daily work with users and calls. admin: everything.
                         * @enum {string}
                         */
                        role?: "user" | "auditor" | "operator" | "admin";
                        /** @description Calls that nobody answers go to the voicemail of the user. */
                        voicemail?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            username: string;
                            displayName: string;
                            /**
                             * @description user: own phone only. auditor: sees everything, changes nothing. operator: daily work with users and calls. admin: everything.
                             * @enum {string}
                             */
                            role: "user" | "auditor" | "operator" | "admin";
                            addressOfRecord: string;
                            voicemail: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            registeredBindings: number;
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/admin/users/{username}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets a password; the sessions of the user end
         * @description For anybody with a role it also needs the scope `roles:write`.
         *
         *     Needs the scope `users:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    username: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users/{username}/sign-in-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a link, for a QR code, that signs the user in on a telephone once within a day
         * @description For anybody with a role it also needs the scope `roles:write`.
         *
         *     Needs the scope `users:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    username: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            fragment: string;
                            url: string;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users/{username}/bindings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Phones and browsers of a user that are registered now, the preferred first
         * @description Needs the scope `users:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    username: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            bindings: {
                                id: string;
                                /** @description Null for a phone that registered with the account password. */
                                deviceId: string | null;
                                contactUri: string;
                                /** @description Where it was last seen: `sip:192.0.2.7:5060;transport=udp`. */
                                source: string | null;
                                /** @enum {string} */
                                transport: "udp" | "tcp" | "tls" | "ws" | "wss";
                                userAgent: string;
                                /** Format: date-time */
                                registeredAt: string;
                                /** Format: date-time */
                                expiresAt: string;
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users/{username}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Devices of a user, the newest first
         * @description Needs the scope `users:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    username: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            devices: {
                                id: string;
                                name: string;
                                /** @enum {string} */
                                platform: "web" | "android" | "ios" | "desk";
                                /** Format: date-time */
                                createdAt: string;
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Adds a phone for a user and tells its SIP credentials, once
         * @description For anybody with a role it also needs the scope `roles:write`.
         *
         *     Needs the scope `users:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    username: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /** @enum {string} */
                        platform: "web" | "android" | "ios" | "desk";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            device: {
                                id: string;
                                name: string;
                                /** @enum {string} */
                                platform: "web" | "android" | "ios" | "desk";
                                /** Format: date-time */
                                createdAt: string;
                            };
                            sip: {
                                uri: string;
                                displayName: string;
                                authorizationUsername: string;
                                password: string;
                                realm: string;
                                webSocketPath: string;
                                registerExpiresSeconds: number;
                                iceServers: {
                                    urls: string[];
                                    username?: string;
                                    credential?: string;
                                }[];
                            };
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users/{username}/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Removes a device of a user; its SIP credentials stop working
         * @description Needs the scope `users:write`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    username: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes of the configuration, the newest first
         * @description Needs the scope `system:read`.
         */
        get: {
            parameters: {
                query?: {
                    kind?: string;
                    resourceId?: string;
                    /** @description The name of the author. */
                    author?: string;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            changes: {
                                /** @description Counts up over the whole history. */
                                id: number;
                                /** Format: date-time */
                                at: string;
                                author: {
                                    /** @enum {string} */
                                    kind: "user" | "api-key" | "file" | "command";
                                    /** @description User name, name of the key, path of the file or the command. */
                                    name: string;
                                };
                                /** @description What sort of resource, such as `trunk`. */
                                kind: string;
                                resourceId: string;
                                /** @description The name of the resource at that time. */
                                label: string;
                                /** @enum {string} */
                                action: "create" | "update" | "delete";
                                /** @description The version that the change made; for a deletion, one more than the last. */
                                version: number;
                                difference: {
                                    /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                    path: string;
                                    /** @description Absent when there was nothing. */
                                    before?: unknown;
                                    /** @description Absent when there is nothing any more. */
                                    after?: unknown;
                                }[];
                                /** @description The change that this one took back. */
                                undoes: number | null;
                                /** @description False for kinds whose changes cannot be taken back, such as keys. */
                                undoable: boolean;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/changes/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a change back; it must be the newest of its resource
         * @description Also needs the scope with which the resource is changed, such as `trunks:write`.
         *
         *     Needs the scope `system:read`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit log, the newest first
         * @description Needs the scope `audit:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    kind?: string;
                    resourceId?: string;
                    author?: string;
                    action?: string;
                    from?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            entries: {
                                id: number;
                                /** Format: date-time */
                                at: string;
                                author: {
                                    /** @enum {string} */
                                    kind: "user" | "api-key" | "file" | "command";
                                    /** @description User name, name of the key, path of the file or the command. */
                                    name: string;
                                };
                                sourceAddress: string | null;
                                /** @description `create`, `update`, `delete` of configuration; else such as `sign-in`. */
                                action: string;
                                kind: string;
                                resourceId: string;
                                label: string;
                                /** @description Whether it is a change of configuration, which has a difference. */
                                change: boolean;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/audit.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit log as CSV, the newest first, at most 100,000 entries
         * @description Needs the scope `audit:read`.
         */
        get: {
            parameters: {
                query?: {
                    kind?: string;
                    resourceId?: string;
                    author?: string;
                    action?: string;
                    from?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description RFC 4180 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": unknown;
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All keys, the newest first
         * @description Needs the scope `keys:write`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            keys: {
                                id: string;
                                name: string;
                                scopes: ("system:read" | "users:read" | "users:write" | "roles:write" | "calls:read" | "calls:hang-up" | "trunks:read" | "trunks:test" | "trunks:write" | "routing:read" | "routing:write" | "audit:read" | "keys:write")[];
                                createdBy: string;
                                /** Format: date-time */
                                createdAt: string;
                                expiresAt: string | null;
                                /** @description To the minute. */
                                lastUsedAt: string | null;
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Makes a key and tells its secret, once
         * @description A key can do no more than who makes it.
         *
         *     Needs the scope `keys:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Appears in the history as the author, such as "billing export". */
                        name: string;
                        scopes: ("system:read" | "users:read" | "users:write" | "roles:write" | "calls:read" | "calls:hang-up" | "trunks:read" | "trunks:test" | "trunks:write" | "routing:read" | "routing:write" | "audit:read" | "keys:write")[];
                        /**
                         * @description Null: never.
                         * @default 365
                         */
                        expiresInDays?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: {
                                id: string;
                                name: string;
                                scopes: ("system:read" | "users:read" | "users:write" | "roles:write" | "calls:read" | "calls:hang-up" | "trunks:read" | "trunks:test" | "trunks:write" | "routing:read" | "routing:write" | "audit:read" | "keys:write")[];
                                createdBy: string;
                                /** Format: date-time */
                                createdAt: string;
                                expiresAt: string | null;
                                /** @description To the minute. */
                                lastUsedAt: string | null;
                            };
                            /** @description For `Authorization: Bearer …`. */
                            secret: string;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Removes a key, which stops working at once
         * @description Needs the scope `keys:write`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Phones, calls, errors and sound quality of the last minutes, second by second
         * @description Needs the scope `system:read`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description How far back. */
                    seconds?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * Format: date-time
                             * @description When the last value was taken.
                             */
                            endsAt: string;
                            /** @description Registered phones at that moment. */
                            registeredBindings: number[];
                            /** @description Calls at that moment, ringing ones included. */
                            activeCalls: number[];
                            /** @description Calls that were over in that second and had been answered. */
                            answered: number[];
                            /** @description Calls over in that second that were busy, declined, cancelled or rang in vain. */
                            unanswered: number[];
                            /** @description Calls over in that second that failed, found nobody or were rejected. */
                            errors: number[];
                            /** @description Mean opinion score of the calls that went on or were over in that second, 1 to 4.5; null without one. */
                            mos: (number | null)[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls by filters, the newest first
         * @description Needs the scope `calls:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    /** @description Started then or later. */
                    from?: string;
                    /** @description Started before. */
                    to?: string;
                    /** @description User name or number of the caller; with a * at the end, its beginning (3 characters or more). */
                    caller?: string;
                    /** @description The same of whom was called. */
                    callee?: string;
                    /** @description The same of either of them. */
                    party?: string;
                    outcome?: "answered" | "busy" | "no-answer" | "declined" | "cancelled" | "unreachable" | "not-found" | "rejected" | "failed";
                    /** @description The id of a trunk by which the call came or went. */
                    trunk?: string;
                    /** @description The worse of both directions. */
                    mosBelow?: number;
                    /** @description Talking time. */
                    longerThanSeconds?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            calls: {
                                id: string;
                                callId: string;
                                node: string;
                                caller: string;
                                callerName: string | null;
                                callee: string;
                                answeredBy: string | null;
                                /** @enum {string} */
                                outcome: "answered" | "busy" | "no-answer" | "declined" | "cancelled" | "unreachable" | "not-found" | "rejected" | "failed";
                                /** @enum {string} */
                                hungUpBy: "caller" | "callee" | "system";
                                sipStatus: number;
                                reason: string;
                                /** Format: date-time */
                                startedAt: string;
                                ringingAt: string | null;
                                answeredAt: string | null;
                                /** Format: date-time */
                                endedAt: string;
                                callerLeg: {
                                    codec: string | null;
                                    packets: number | null;
                                    packetsLost: number | null;
                                    jitterMs: number | null;
                                    mos: number | null;
                                };
                                calleeLeg: {
                                    codec: string | null;
                                    packets: number | null;
                                    packetsLost: number | null;
                                    jitterMs: number | null;
                                    mos: number | null;
                                };
                                arrivedByTrunk: string | null;
                                leftByTrunk: string | null;
                            }[];
                            nextCursor: string | null;
                            /** @description The search stopped here to answer in time: fewer calls than asked for, and `nextCursor` searches on. */
                            searchedBackTo: string | null;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/calls.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls by filters as CSV, the newest first, at most 100,000
         * @description Needs the scope `calls:read`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Started then or later. */
                    from?: string;
                    /** @description Started before. */
                    to?: string;
                    /** @description User name or number of the caller; with a * at the end, its beginning (3 characters or more). */
                    caller?: string;
                    /** @description The same of whom was called. */
                    callee?: string;
                    /** @description The same of either of them. */
                    party?: string;
                    outcome?: "answered" | "busy" | "no-answer" | "declined" | "cancelled" | "unreachable" | "not-found" | "rejected" | "failed";
                    /** @description The id of a trunk by which the call came or went. */
                    trunk?: string;
                    /** @description The worse of both directions. */
                    mosBelow?: number;
                    /** @description Talking time. */
                    longerThanSeconds?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description RFC 4180 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": unknown;
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/calls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that is known of one call, live or ended
         * @description Needs the scope `calls:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Null while the call goes on. */
                            call: {
                                id: string;
                                callId: string;
                                node: string;
                                caller: string;
                                callerName: string | null;
                                callee: string;
                                answeredBy: string | null;
                                /** @enum {string} */
                                outcome: "answered" | "busy" | "no-answer" | "declined" | "cancelled" | "unreachable" | "not-found" | "rejected" | "failed";
                                /** @enum {string} */
                                hungUpBy: "caller" | "callee" | "system";
                                sipStatus: number;
                                reason: string;
                                /** Format: date-time */
                                startedAt: string;
                                ringingAt: string | null;
                                answeredAt: string | null;
                                /** Format: date-time */
                                endedAt: string;
                                callerLeg: {
                                    codec: string | null;
                                    packets: number | null;
                                    packetsLost: number | null;
                                    jitterMs: number | null;
                                    mos: number | null;
                                };
                                calleeLeg: {
                                    codec: string | null;
                                    packets: number | null;
                                    packetsLost: number | null;
                                    jitterMs: number | null;
                                    mos: number | null;
                                };
                                arrivedByTrunk: string | null;
                                leftByTrunk: string | null;
                            } | null;
                            /** @description Null once the call has ended. */
                            live: {
                                id: string;
                                /** @enum {string} */
                                state: "routing" | "ringing" | "answering" | "answered" | "ending" | "ended";
                                caller: string;
                                callerName: string | null;
                                callee: string;
                                arrivedByTrunk: string | null;
                                leftByTrunk: string | null;
                                /** Format: date-time */
                                startedAt: string;
                                answeredAt: string | null;
                                /** @description The last sample; null before the first. */
                                quality: {
                                    atMs: number;
                                    caller: {
                                        /** @description 1 to 4.5. */
                                        mos: number | null;
                                        jitterMs: number | null;
                                        /** @description Since the beginning of the call. */
                                        packetsLost: number | null;
                                        /** @description Since the beginning of the call. */
                                        packets: number | null;
                                    };
                                    callee: {
                                        /** @description 1 to 4.5. */
                                        mos: number | null;
                                        jitterMs: number | null;
                                        /** @description Since the beginning of the call. */
                                        packetsLost: number | null;
                                        /** @description Since the beginning of the call. */
                                        packets: number | null;
                                    };
                                } | null;
                            } | null;
                            /** @description Why it ended, as a sentence; null while it goes on. */
                            ending: string | null;
                            legs: {
                                /** @enum {string} */
                                party: "caller" | "callee";
                                callId: string;
                                /** @description Address-of-record of the caller; contact or gateway address of a callee. */
                                uri: string;
                            }[];
                            /** @description In the order in which they passed, at most 500. */
                            messages: {
                                atMs: number;
                                /** @description Its place in `legs`. */
                                leg: number;
                                /**
                                 * @description Seen from this server.
                                 * @enum {string}
                                 */
                                direction: "in" | "out";
                                protocol: string;
                                /** @description Address and port of the other side. */
                                peer: string;
                                /** @description `INVITE` or `180 Ringing`. */
                                summary: string;
                                text: string;
                            }[];
                            /** @description False when newer calls have pushed the messages out of the memory. */
                            messagesKept: boolean;
                            /** @description How the way of the call was found, step by step. */
                            decision: {
                                /** @enum {string} */
                                kind: "number" | "emergency" | "name" | "our-number" | "rule-skipped" | "rule-taken" | "rewritten" | "blocked" | "premium" | "country" | "trunk-left-out" | "price" | "route" | "limit" | "refused";
                                sentence: string;
                                ruleId?: string;
                                trunkId?: string;
                                /** @description The number as it is after this step. */
                                number?: string;
                            }[];
                            /** @description Over time; the samples of a long call are farther apart. */
                            quality: {
                                atMs: number;
                                caller: {
                                    /** @description 1 to 4.5. */
                                    mos: number | null;
                                    jitterMs: number | null;
                                    /** @description Since the beginning of the call. */
                                    packetsLost: number | null;
                                    /** @description Since the beginning of the call. */
                                    packets: number | null;
                                };
                                callee: {
                                    /** @description 1 to 4.5. */
                                    mos: number | null;
                                    jitterMs: number | null;
                                    /** @description Since the beginning of the call. */
                                    packetsLost: number | null;
                                    /** @description Since the beginning of the call. */
                                    packets: number | null;
                                };
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/registration-traces/{username}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Registrations of a user or trunk that were recorded
         * @description Needs the scope `calls:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The user part of the address that is registered. */
                    username: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The end of the recording; null when nobody asked for one within the last hour. */
                            recordingUntil: string | null;
                            /** @description In the order in which they passed, at most 200, without secrets. */
                            messages: {
                                atMs: number;
                                /** @description Its place in `legs`. */
                                leg: number;
                                /**
                                 * @description Seen from this server.
                                 * @enum {string}
                                 */
                                direction: "in" | "out";
                                protocol: string;
                                /** @description Address and port of the other side. */
                                peer: string;
                                /** @description `INVITE` or `180 Ringing`. */
                                summary: string;
                                text: string;
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        /**
         * Records the registrations of a user or trunk for the next 15 minutes
         * @description Needs the scope `calls:read`.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The user part of the address that is registered. */
                    username: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The end of the recording; null when nobody asked for one within the last hour. */
                            recordingUntil: string | null;
                            /** @description In the order in which they passed, at most 200, without secrets. */
                            messages: {
                                atMs: number;
                                /** @description Its place in `legs`. */
                                leg: number;
                                /**
                                 * @description Seen from this server.
                                 * @enum {string}
                                 */
                                direction: "in" | "out";
                                protocol: string;
                                /** @description Address and port of the other side. */
                                peer: string;
                                /** @description `INVITE` or `180 Ringing`. */
                                summary: string;
                                text: string;
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/live-calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls that go on now, the newest first, at most 1000
         * @description Needs the scope `calls:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            calls: {
                                id: string;
                                /** @enum {string} */
                                state: "routing" | "ringing" | "answering" | "answered" | "ending" | "ended";
                                caller: string;
                                callerName: string | null;
                                callee: string;
                                arrivedByTrunk: string | null;
                                leftByTrunk: string | null;
                                /** Format: date-time */
                                startedAt: string;
                                answeredAt: string | null;
                                /** @description The last sample; null before the first. */
                                quality: {
                                    atMs: number;
                                    caller: {
                                        /** @description 1 to 4.5. */
                                        mos: number | null;
                                        jitterMs: number | null;
                                        /** @description Since the beginning of the call. */
                                        packetsLost: number | null;
                                        /** @description Since the beginning of the call. */
                                        packets: number | null;
                                    };
                                    callee: {
                                        /** @description 1 to 4.5. */
                                        mos: number | null;
                                        jitterMs: number | null;
                                        /** @description Since the beginning of the call. */
                                        packetsLost: number | null;
                                        /** @description Since the beginning of the call. */
                                        packets: number | null;
                                    };
                                } | null;
                            }[];
                            /** @description All calls that are going on, also those that are not listed. */
                            total: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/live-calls/{id}/hang-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends a call, or gives up the attempt
         * @description Needs the scope `calls:hang-up`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call-limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All limits, at most 1000
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            limits: {
                                appliesTo: {
                                    /** @enum {string} */
                                    kind: "every-user";
                                } | {
                                    /** @enum {string} */
                                    kind: "user";
                                    username: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "every-trunk";
                                } | {
                                    /** @enum {string} */
                                    kind: "trunk";
                                    trunkId: string;
                                };
                                /**
                                 * @description At the same time.
                                 * @default null
                                 */
                                concurrentCalls: number | null;
                                /**
                                 * @description Talking time in the last 60 minutes.
                                 * @default null
                                 */
                                minutesPerHour: number | null;
                                /**
                                 * @description Talking time in the last 24 hours.
                                 * @default null
                                 */
                                minutesPerDay: number | null;
                                /**
                                 * @description Cost in the last 60 minutes by the rate tables.
                                 * @default null
                                 */
                                spendPerHour: number | null;
                                /**
                                 * @description Cost in the last 24 hours by the rate tables.
                                 * @default null
                                 */
                                spendPerDay: number | null;
                                id: string;
                                /** @description Counts the changes; it is the ETag too. */
                                version: number;
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Adds a limit
         * @description Needs the scope `routing:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        appliesTo: {
                            /** @enum {string} */
                            kind: "every-user";
                        } | {
                            /** @enum {string} */
                            kind: "user";
                            username: string;
                        } | {
                            /** @enum {string} */
                            kind: "every-trunk";
                        } | {
                            /** @enum {string} */
                            kind: "trunk";
                            trunkId: string;
                        };
                        /**
                         * @description At the same time.
                         * @default null
                         */
                        concurrentCalls?: number | null;
                        /**
                         * @description Talking time in the last 60 minutes.
                         * @default null
                         */
                        minutesPerHour?: number | null;
                        /**
                         * @description Talking time in the last 24 hours.
                         * @default null
                         */
                        minutesPerDay?: number | null;
                        /**
                         * @description Cost in the last 60 minutes by the rate tables.
                         * @default null
                         */
                        spendPerHour?: number | null;
                        /**
                         * @description Cost in the last 24 hours by the rate tables.
                         * @default null
                         */
                        spendPerDay?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            appliesTo: {
                                /** @enum {string} */
                                kind: "every-user";
                            } | {
                                /** @enum {string} */
                                kind: "user";
                                username: string;
                            } | {
                                /** @enum {string} */
                                kind: "every-trunk";
                            } | {
                                /** @enum {string} */
                                kind: "trunk";
                                trunkId: string;
                            };
                            /**
                             * @description At the same time.
                             * @default null
                             */
                            concurrentCalls: number | null;
                            /**
                             * @description Talking time in the last 60 minutes.
                             * @default null
                             */
                            minutesPerHour: number | null;
                            /**
                             * @description Talking time in the last 24 hours.
                             * @default null
                             */
                            minutesPerDay: number | null;
                            /**
                             * @description Cost in the last 60 minutes by the rate tables.
                             * @default null
                             */
                            spendPerHour: number | null;
                            /**
                             * @description Cost in the last 24 hours by the rate tables.
                             * @default null
                             */
                            spendPerDay: number | null;
                            id: string;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call-limits/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One limit
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            appliesTo: {
                                /** @enum {string} */
                                kind: "every-user";
                            } | {
                                /** @enum {string} */
                                kind: "user";
                                username: string;
                            } | {
                                /** @enum {string} */
                                kind: "every-trunk";
                            } | {
                                /** @enum {string} */
                                kind: "trunk";
                                trunkId: string;
                            };
                            /**
                             * @description At the same time.
                             * @default null
                             */
                            concurrentCalls: number | null;
                            /**
                             * @description Talking time in the last 60 minutes.
                             * @default null
                             */
                            minutesPerHour: number | null;
                            /**
                             * @description Talking time in the last 24 hours.
                             * @default null
                             */
                            minutesPerDay: number | null;
                            /**
                             * @description Cost in the last 60 minutes by the rate tables.
                             * @default null
                             */
                            spendPerHour: number | null;
                            /**
                             * @description Cost in the last 24 hours by the rate tables.
                             * @default null
                             */
                            spendPerDay: number | null;
                            id: string;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        /**
         * Changes a limit
         * @description Needs the scope `routing:write`.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        appliesTo: {
                            /** @enum {string} */
                            kind: "every-user";
                        } | {
                            /** @enum {string} */
                            kind: "user";
                            username: string;
                        } | {
                            /** @enum {string} */
                            kind: "every-trunk";
                        } | {
                            /** @enum {string} */
                            kind: "trunk";
                            trunkId: string;
                        };
                        /**
                         * @description At the same time.
                         * @default null
                         */
                        concurrentCalls?: number | null;
                        /**
                         * @description Talking time in the last 60 minutes.
                         * @default null
                         */
                        minutesPerHour?: number | null;
                        /**
                         * @description Talking time in the last 24 hours.
                         * @default null
                         */
                        minutesPerDay?: number | null;
                        /**
                         * @description Cost in the last 60 minutes by the rate tables.
                         * @default null
                         */
                        spendPerHour?: number | null;
                        /**
                         * @description Cost in the last 24 hours by the rate tables.
                         * @default null
                         */
                        spendPerDay?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            appliesTo: {
                                /** @enum {string} */
                                kind: "every-user";
                            } | {
                                /** @enum {string} */
                                kind: "user";
                                username: string;
                            } | {
                                /** @enum {string} */
                                kind: "every-trunk";
                            } | {
                                /** @enum {string} */
                                kind: "trunk";
                                trunkId: string;
                            };
                            /**
                             * @description At the same time.
                             * @default null
                             */
                            concurrentCalls: number | null;
                            /**
                             * @description Talking time in the last 60 minutes.
                             * @default null
                             */
                            minutesPerHour: number | null;
                            /**
                             * @description Talking time in the last 24 hours.
                             * @default null
                             */
                            minutesPerDay: number | null;
                            /**
                             * @description Cost in the last 60 minutes by the rate tables.
                             * @default null
                             */
                            spendPerHour: number | null;
                            /**
                             * @description Cost in the last 24 hours by the rate tables.
                             * @default null
                             */
                            spendPerDay: number | null;
                            id: string;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        /**
         * Removes a limit
         * @description Needs the scope `routing:write`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call-usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who called in the last day, the most expensive first, at most 100
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            usages: {
                                subject: {
                                    /** @enum {string} */
                                    kind: "user";
                                    username: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "trunk";
                                    trunkId: string;
                                };
                                concurrentCalls: number;
                                minutesLastHour: number;
                                minutesLastDay: number;
                                spendLastHour: number;
                                spendLastDay: number;
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fraud-alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Alarms, newest first
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Only those that nobody has looked after. */
                    open?: string;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            alarms: {
                                id: string;
                                /** Format: date-time */
                                at: string;
                                /** @enum {string} */
                                kind: "first-seen-country" | "limit-reached";
                                username: string | null;
                                trunkId: string | null;
                                /** @description The number that was called. */
                                number: string;
                                /** @description What happened. */
                                sentence: string;
                                /** @description The user who looked after it. */
                                acknowledgedBy: string | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fraud-alarms/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says that somebody looked after the alarm
         * @description Needs the scope `routing:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            kind: "first-seen-country" | "limit-reached";
                            username: string | null;
                            trunkId: string | null;
                            /** @description The number that was called. */
                            number: string;
                            /** @description What happened. */
                            sentence: string;
                            /** @description The user who looked after it. */
                            acknowledgedBy: string | null;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All rules in the order in which they are asked
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            rules: {
                                /** @description Such as "Mobile phones by carrier B". */
                                name: string;
                                /** @default true */
                                enabled: boolean;
                                when: {
                                    /**
                                     * @description The number begins with one of these.
                                     * @default []
                                     */
                                    prefixes: string[];
                                    /**
                                     * @description The number has at least so many digits.
                                     * @default null
                                     */
                                    digitsMin: number | null;
                                    /**
                                     * @description The number has at most so many digits.
                                     * @default null
                                     */
                                    digitsMax: number | null;
                                    /**
                                     * @description A regular expression for the number: the international form with its plus, else what was dialled. Such as ^\+49(15|16|17).
                                     * @default null
                                     */
                                    pattern: string | null;
                                    /**
                                     * @description One of these users calls.
                                     * @default []
                                     */
                                    callers: string[];
                                    /**
                                     * @description The call came in by one of these trunks. Empty: one of our own users calls, and no trunk gets through.
                                     * @default []
                                     */
                                    arrivesBy: string[];
                                    /**
                                     * @description The call is made in these hours.
                                     * @default []
                                     */
                                    hours: {
                                        /** @description 1 is Monday, 7 is Sunday. */
                                        days: number[];
                                        from: string;
                                        /** @description Before "from": the hours end on the next day. */
                                        to: string;
                                    }[];
                                    /**
                                     * @description only: on the holidays in the routing settings. never: on all other days.
                                     * @default any
                                     * @enum {string}
                                     */
                                    holidays: "any" | "only" | "never";
                                };
                                rewrite: {
                                    /**
                                     * @description international: +4930123. digits: 4930123. national: 030123. dialled: as the caller dialled it.
                                     * @default international
                                     * @enum {string}
                                     */
                                    form: "international" | "digits" | "national" | "dialled";
                                    /**
                                     * @description So many digits are taken from the front, and the plus with them.
                                     * @default 0
                                     */
                                    stripDigits: number;
                                    /**
                                     * @description Put in front afterwards.
                                     * @default
                                     */
                                    prepend: string;
                                };
                                action: {
                                    /** @enum {string} */
                                    kind: "trunks";
                                    trunks: {
                                        trunkId: string;
                                        /**
                                         * @description For this trunk only, after the rewriting of the rule.
                                         * @default 0
                                         */
                                        stripDigits: number;
                                        /**
                                         * @description For this trunk only, such as an access code.
                                         * @default
                                         */
                                        prepend: string;
                                    }[];
                                    /**
                                     * @description cheapest: by the rate tables; trunks without a price for the number come last, as listed.
                                     * @default listed
                                     * @enum {string}
                                     */
                                    order: "listed" | "cheapest";
                                    /**
                                     * @description So many trunks are tried at most, one after another.
                                     * @default 3
                                     */
                                    routesMax: number;
                                } | {
                                    /** @enum {string} */
                                    kind: "destination";
                                    destination: {
                                        /** @enum {string} */
                                        kind: "user";
                                        username: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "ring-group";
                                        /** @description Its name. */
                                        ringGroup: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "conference";
                                        /** @description Its name. */
                                        conference: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "voicemail";
                                        username: string;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "internal";
                                } | {
                                    /** @enum {string} */
                                    kind: "refuse";
                                    /** @description For the call record. */
                                    why: string;
                                };
                                id: string;
                                /** @description Counts the changes; it is the ETag too. */
                                version: number;
                            }[];
                            /** @description Counts the changes of the order; the ETag for putting a new one. */
                            orderVersion: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Adds a routing rule
         * @description Needs the scope `routing:write`.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Id of the rule that is asked after the new one; "first": all of them. Absent: none. */
                    before?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Such as "Mobile phones by carrier B". */
                        name: string;
                        /** @default true */
                        enabled?: boolean;
                        /** @default {} */
                        when?: {
                            /**
                             * @description The number begins with one of these.
                             * @default []
                             */
                            prefixes?: string[];
                            /**
                             * @description The number has at least so many digits.
                             * @default null
                             */
                            digitsMin?: number | null;
                            /**
                             * @description The number has at most so many digits.
                             * @default null
                             */
                            digitsMax?: number | null;
                            /**
                             * @description A regular expression for the number: the international form with its plus, else what was dialled. Such as ^\+49(15|16|17).
                             * @default null
                             */
                            pattern?: string | null;
                            /**
                             * @description One of these users calls.
                             * @default []
                             */
                            callers?: string[];
                            /**
                             * @description The call came in by one of these trunks. Empty: one of our own users calls, and no trunk gets through.
                             * @default []
                             */
                            arrivesBy?: string[];
                            /**
                             * @description The call is made in these hours.
                             * @default []
                             */
                            hours?: {
                                /** @description 1 is Monday, 7 is Sunday. */
                                days: number[];
                                from: string;
                                /** @description Before "from": the hours end on the next day. */
                                to: string;
                            }[];
                            /**
                             * @description only: on the holidays in the routing settings. never: on all other days.
                             * @default any
                             * @enum {string}
                             */
                            holidays?: "any" | "only" | "never";
                        };
                        /** @default {} */
                        rewrite?: {
                            /**
                             * @description international: +4930123. digits: 4930123. national: 030123. dialled: as the caller dialled it.
                             * @default international
                             * @enum {string}
                             */
                            form?: "international" | "digits" | "national" | "dialled";
                            /**
                             * @description So many digits are taken from the front, and the plus with them.
                             * @default 0
                             */
                            stripDigits?: number;
                            /**
                             * @description Put in front afterwards.
                             * @default
                             */
                            prepend?: string;
                        };
                        action: {
                            /** @enum {string} */
                            kind: "trunks";
                            trunks: {
                                trunkId: string;
                                /**
                                 * @description For this trunk only, after the rewriting of the rule.
                                 * @default 0
                                 */
                                stripDigits?: number;
                                /**
                                 * @description For this trunk only, such as an access code.
                                 * @default
                                 */
                                prepend?: string;
                            }[];
                            /**
                             * @description cheapest: by the rate tables; trunks without a price for the number come last, as listed.
                             * @default listed
                             * @enum {string}
                             */
                            order?: "listed" | "cheapest";
                            /**
                             * @description So many trunks are tried at most, one after another.
                             * @default 3
                             */
                            routesMax?: number;
                        } | {
                            /** @enum {string} */
                            kind: "destination";
                            destination: {
                                /** @enum {string} */
                                kind: "user";
                                username: string;
                            } | {
                                /** @enum {string} */
                                kind: "ring-group";
                                /** @description Its name. */
                                ringGroup: string;
                            } | {
                                /** @enum {string} */
                                kind: "conference";
                                /** @description Its name. */
                                conference: string;
                            } | {
                                /** @enum {string} */
                                kind: "voicemail";
                                username: string;
                            };
                        } | {
                            /** @enum {string} */
                            kind: "internal";
                        } | {
                            /** @enum {string} */
                            kind: "refuse";
                            /** @description For the call record. */
                            why: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Such as "Mobile phones by carrier B". */
                            name: string;
                            /** @default true */
                            enabled: boolean;
                            when: {
                                /**
                                 * @description The number begins with one of these.
                                 * @default []
                                 */
                                prefixes: string[];
                                /**
                                 * @description The number has at least so many digits.
                                 * @default null
                                 */
                                digitsMin: number | null;
                                /**
                                 * @description The number has at most so many digits.
                                 * @default null
                                 */
                                digitsMax: number | null;
                                /**
                                 * @description A regular expression for the number: the international form with its plus, else what was dialled. Such as ^\+49(15|16|17).
                                 * @default null
                                 */
                                pattern: string | null;
                                /**
                                 * @description One of these users calls.
                                 * @default []
                                 */
                                callers: string[];
                                /**
                                 * @description The call came in by one of these trunks. Empty: one of our own users calls, and no trunk gets through.
                                 * @default []
                                 */
                                arrivesBy: string[];
                                /**
                                 * @description The call is made in these hours.
                                 * @default []
                                 */
                                hours: {
                                    /** @description 1 is Monday, 7 is Sunday. */
                                    days: number[];
                                    from: string;
                                    /** @description Before "from": the hours end on the next day. */
                                    to: string;
                                }[];
                                /**
                                 * @description only: on the holidays in the routing settings. never: on all other days.
                                 * @default any
                                 * @enum {string}
                                 */
                                holidays: "any" | "only" | "never";
                            };
                            rewrite: {
                                /**
                                 * @description international: +4930123. digits: 4930123. national: 030123. dialled: as the caller dialled it.
                                 * @default international
                                 * @enum {string}
                                 */
                                form: "international" | "digits" | "national" | "dialled";
                                /**
                                 * @description So many digits are taken from the front, and the plus with them.
                                 * @default 0
                                 */
                                stripDigits: number;
                                /**
                                 * @description Put in front afterwards.
                                 * @default
                                 */
                                prepend: string;
                            };
                            action: {
                                /** @enum {string} */
                                kind: "trunks";
                                trunks: {
                                    trunkId: string;
                                    /**
                                     * @description For this trunk only, after the rewriting of the rule.
                                     * @default 0
                                     */
                                    stripDigits: number;
                                    /**
                                     * @description For this trunk only, such as an access code.
                                     * @default
                                     */
                                    prepend: string;
                                }[];
                                /**
                                 * @description cheapest: by the rate tables; trunks without a price for the number come last, as listed.
                                 * @default listed
                                 * @enum {string}
                                 */
                                order: "listed" | "cheapest";
                                /**
                                 * @description So many trunks are tried at most, one after another.
                                 * @default 3
                                 */
                                routesMax: number;
                            } | {
                                /** @enum {string} */
                                kind: "destination";
                                destination: {
                                    /** @enum {string} */
                                    kind: "user";
                                    username: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "ring-group";
                                    /** @description Its name. */
                                    ringGroup: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "conference";
                                    /** @description Its name. */
                                    conference: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "voicemail";
                                    username: string;
                                };
                            } | {
                                /** @enum {string} */
                                kind: "internal";
                            } | {
                                /** @enum {string} */
                                kind: "refuse";
                                /** @description For the call record. */
                                why: string;
                            };
                            id: string;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One routing rule
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Such as "Mobile phones by carrier B". */
                            name: string;
                            /** @default true */
                            enabled: boolean;
                            when: {
                                /**
                                 * @description The number begins with one of these.
                                 * @default []
                                 */
                                prefixes: string[];
                                /**
                                 * @description The number has at least so many digits.
                                 * @default null
                                 */
                                digitsMin: number | null;
                                /**
                                 * @description The number has at most so many digits.
                                 * @default null
                                 */
                                digitsMax: number | null;
                                /**
                                 * @description A regular expression for the number: the international form with its plus, else what was dialled. Such as ^\+49(15|16|17).
                                 * @default null
                                 */
                                pattern: string | null;
                                /**
                                 * @description One of these users calls.
                                 * @default []
                                 */
                                callers: string[];
                                /**
                                 * @description The call came in by one of these trunks. Empty: one of our own users calls, and no trunk gets through.
                                 * @default []
                                 */
                                arrivesBy: string[];
                                /**
                                 * @description The call is made in these hours.
                                 * @default []
                                 */
                                hours: {
                                    /** @description 1 is Monday, 7 is Sunday. */
                                    days: number[];
                                    from: string;
                                    /** @description Before "from": the hours end on the next day. */
                                    to: string;
                                }[];
                                /**
                                 * @description only: on the holidays in the routing settings. never: on all other days.
                                 * @default any
                                 * @enum {string}
                                 */
                                holidays: "any" | "only" | "never";
                            };
                            rewrite: {
                                /**
                                 * @description international: +4930123. digits: 4930123. national: 030123. dialled: as the caller dialled it.
                                 * @default international
                                 * @enum {string}
                                 */
                                form: "international" | "digits" | "national" | "dialled";
                                /**
                                 * @description So many digits are taken from the front, and the plus with them.
                                 * @default 0
                                 */
                                stripDigits: number;
                                /**
                                 * @description Put in front afterwards.
                                 * @default
                                 */
                                prepend: string;
                            };
                            action: {
                                /** @enum {string} */
                                kind: "trunks";
                                trunks: {
                                    trunkId: string;
                                    /**
                                     * @description For this trunk only, after the rewriting of the rule.
                                     * @default 0
                                     */
                                    stripDigits: number;
                                    /**
                                     * @description For this trunk only, such as an access code.
                                     * @default
                                     */
                                    prepend: string;
                                }[];
                                /**
                                 * @description cheapest: by the rate tables; trunks without a price for the number come last, as listed.
                                 * @default listed
                                 * @enum {string}
                                 */
                                order: "listed" | "cheapest";
                                /**
                                 * @description So many trunks are tried at most, one after another.
                                 * @default 3
                                 */
                                routesMax: number;
                            } | {
                                /** @enum {string} */
                                kind: "destination";
                                destination: {
                                    /** @enum {string} */
                                    kind: "user";
                                    username: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "ring-group";
                                    /** @description Its name. */
                                    ringGroup: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "conference";
                                    /** @description Its name. */
                                    conference: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "voicemail";
                                    username: string;
                                };
                            } | {
                                /** @enum {string} */
                                kind: "internal";
                            } | {
                                /** @enum {string} */
                                kind: "refuse";
                                /** @description For the call record. */
                                why: string;
                            };
                            id: string;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        /**
         * Changes a routing rule
         * @description Needs the scope `routing:write`.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Such as "Mobile phones by carrier B". */
                        name: string;
                        /** @default true */
                        enabled?: boolean;
                        /** @default {} */
                        when?: {
                            /**
                             * @description The number begins with one of these.
                             * @default []
                             */
                            prefixes?: string[];
                            /**
                             * @description The number has at least so many digits.
                             * @default null
                             */
                            digitsMin?: number | null;
                            /**
                             * @description The number has at most so many digits.
                             * @default null
                             */
                            digitsMax?: number | null;
                            /**
                             * @description A regular expression for the number: the international form with its plus, else what was dialled. Such as ^\+49(15|16|17).
                             * @default null
                             */
                            pattern?: string | null;
                            /**
                             * @description One of these users calls.
                             * @default []
                             */
                            callers?: string[];
                            /**
                             * @description The call came in by one of these trunks. Empty: one of our own users calls, and no trunk gets through.
                             * @default []
                             */
                            arrivesBy?: string[];
                            /**
                             * @description The call is made in these hours.
                             * @default []
                             */
                            hours?: {
                                /** @description 1 is Monday, 7 is Sunday. */
                                days: number[];
                                from: string;
                                /** @description Before "from": the hours end on the next day. */
                                to: string;
                            }[];
                            /**
                             * @description only: on the holidays in the routing settings. never: on all other days.
                             * @default any
                             * @enum {string}
                             */
                            holidays?: "any" | "only" | "never";
                        };
                        /** @default {} */
                        rewrite?: {
                            /**
                             * @description international: +4930123. digits: 4930123. national: 030123. dialled: as the caller dialled it.
                             * @default international
                             * @enum {string}
                             */
                            form?: "international" | "digits" | "national" | "dialled";
                            /**
                             * @description So many digits are taken from the front, and the plus with them.
                             * @default 0
                             */
                            stripDigits?: number;
                            /**
                             * @description Put in front afterwards.
                             * @default
                             */
                            prepend?: string;
                        };
                        action: {
                            /** @enum {string} */
                            kind: "trunks";
                            trunks: {
                                trunkId: string;
                                /**
                                 * @description For this trunk only, after the rewriting of the rule.
                                 * @default 0
                                 */
                                stripDigits?: number;
                                /**
                                 * @description For this trunk only, such as an access code.
                                 * @default
                                 */
                                prepend?: string;
                            }[];
                            /**
                             * @description cheapest: by the rate tables; trunks without a price for the number come last, as listed.
                             * @default listed
                             * @enum {string}
                             */
                            order?: "listed" | "cheapest";
                            /**
                             * @description So many trunks are tried at most, one after another.
                             * @default 3
                             */
                            routesMax?: number;
                        } | {
                            /** @enum {string} */
                            kind: "destination";
                            destination: {
                                /** @enum {string} */
                                kind: "user";
                                username: string;
                            } | {
                                /** @enum {string} */
                                kind: "ring-group";
                                /** @description Its name. */
                                ringGroup: string;
                            } | {
                                /** @enum {string} */
                                kind: "conference";
                                /** @description Its name. */
                                conference: string;
                            } | {
                                /** @enum {string} */
                                kind: "voicemail";
                                username: string;
                            };
                        } | {
                            /** @enum {string} */
                            kind: "internal";
                        } | {
                            /** @enum {string} */
                            kind: "refuse";
                            /** @description For the call record. */
                            why: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Such as "Mobile phones by carrier B". */
                            name: string;
                            /** @default true */
                            enabled: boolean;
                            when: {
                                /**
                                 * @description The number begins with one of these.
                                 * @default []
                                 */
                                prefixes: string[];
                                /**
                                 * @description The number has at least so many digits.
                                 * @default null
                                 */
                                digitsMin: number | null;
                                /**
                                 * @description The number has at most so many digits.
                                 * @default null
                                 */
                                digitsMax: number | null;
                                /**
                                 * @description A regular expression for the number: the international form with its plus, else what was dialled. Such as ^\+49(15|16|17).
                                 * @default null
                                 */
                                pattern: string | null;
                                /**
                                 * @description One of these users calls.
                                 * @default []
                                 */
                                callers: string[];
                                /**
                                 * @description The call came in by one of these trunks. Empty: one of our own users calls, and no trunk gets through.
                                 * @default []
                                 */
                                arrivesBy: string[];
                                /**
                                 * @description The call is made in these hours.
                                 * @default []
                                 */
                                hours: {
                                    /** @description 1 is Monday, 7 is Sunday. */
                                    days: number[];
                                    from: string;
                                    /** @description Before "from": the hours end on the next day. */
                                    to: string;
                                }[];
                                /**
                                 * @description only: on the holidays in the routing settings. never: on all other days.
                                 * @default any
                                 * @enum {string}
                                 */
                                holidays: "any" | "only" | "never";
                            };
                            rewrite: {
                                /**
                                 * @description international: +4930123. digits: 4930123. national: 030123. dialled: as the caller dialled it.
                                 * @default international
                                 * @enum {string}
                                 */
                                form: "international" | "digits" | "national" | "dialled";
                                /**
                                 * @description So many digits are taken from the front, and the plus with them.
                                 * @default 0
                                 */
                                stripDigits: number;
                                /**
                                 * @description Put in front afterwards.
                                 * @default
                                 */
                                prepend: string;
                            };
                            action: {
                                /** @enum {string} */
                                kind: "trunks";
                                trunks: {
                                    trunkId: string;
                                    /**
                                     * @description For this trunk only, after the rewriting of the rule.
                                     * @default 0
                                     */
                                    stripDigits: number;
                                    /**
                                     * @description For this trunk only, such as an access code.
                                     * @default
                                     */
                                    prepend: string;
                                }[];
                                /**
                                 * @description cheapest: by the rate tables; trunks without a price for the number come last, as listed.
                                 * @default listed
                                 * @enum {string}
                                 */
                                order: "listed" | "cheapest";
                                /**
                                 * @description So many trunks are tried at most, one after another.
                                 * @default 3
                                 */
                                routesMax: number;
                            } | {
                                /** @enum {string} */
                                kind: "destination";
                                destination: {
                                    /** @enum {string} */
                                    kind: "user";
                                    username: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "ring-group";
                                    /** @description Its name. */
                                    ringGroup: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "conference";
                                    /** @description Its name. */
                                    conference: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "voicemail";
                                    username: string;
                                };
                            } | {
                                /** @enum {string} */
                                kind: "internal";
                            } | {
                                /** @enum {string} */
                                kind: "refuse";
                                /** @description For the call record. */
                                why: string;
                            };
                            id: string;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        /**
         * Removes a routing rule
         * @description Needs the scope `routing:write`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing/rule-order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Puts the rules into another order; If-Match is the orderVersion of the list
         * @description Needs the scope `routing:write`.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        ids: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            rules: {
                                /** @description Such as "Mobile phones by carrier B". */
                                name: string;
                                /** @default true */
                                enabled: boolean;
                                when: {
                                    /**
                                     * @description The number begins with one of these.
                                     * @default []
                                     */
                                    prefixes: string[];
                                    /**
                                     * @description The number has at least so many digits.
                                     * @default null
                                     */
                                    digitsMin: number | null;
                                    /**
                                     * @description The number has at most so many digits.
                                     * @default null
                                     */
                                    digitsMax: number | null;
                                    /**
                                     * @description A regular expression for the number: the international form with its plus, else what was dialled. Such as ^\+49(15|16|17).
                                     * @default null
                                     */
                                    pattern: string | null;
                                    /**
                                     * @description One of these users calls.
                                     * @default []
                                     */
                                    callers: string[];
                                    /**
                                     * @description The call came in by one of these trunks. Empty: one of our own users calls, and no trunk gets through.
                                     * @default []
                                     */
                                    arrivesBy: string[];
                                    /**
                                     * @description The call is made in these hours.
                                     * @default []
                                     */
                                    hours: {
                                        /** @description 1 is Monday, 7 is Sunday. */
                                        days: number[];
                                        from: string;
                                        /** @description Before "from": the hours end on the next day. */
                                        to: string;
                                    }[];
                                    /**
                                     * @description only: on the holidays in the routing settings. never: on all other days.
                                     * @default any
                                     * @enum {string}
                                     */
                                    holidays: "any" | "only" | "never";
                                };
                                rewrite: {
                                    /**
                                     * @description international: +4930123. digits: 4930123. national: 030123. dialled: as the caller dialled it.
                                     * @default international
                                     * @enum {string}
                                     */
                                    form: "international" | "digits" | "national" | "dialled";
                                    /**
                                     * @description So many digits are taken from the front, and the plus with them.
                                     * @default 0
                                     */
                                    stripDigits: number;
                                    /**
                                     * @description Put in front afterwards.
                                     * @default
                                     */
                                    prepend: string;
                                };
                                action: {
                                    /** @enum {string} */
                                    kind: "trunks";
                                    trunks: {
                                        trunkId: string;
                                        /**
                                         * @description For this trunk only, after the rewriting of the rule.
                                         * @default 0
                                         */
                                        stripDigits: number;
                                        /**
                                         * @description For this trunk only, such as an access code.
                                         * @default
                                         */
                                        prepend: string;
                                    }[];
                                    /**
                                     * @description cheapest: by the rate tables; trunks without a price for the number come last, as listed.
                                     * @default listed
                                     * @enum {string}
                                     */
                                    order: "listed" | "cheapest";
                                    /**
                                     * @description So many trunks are tried at most, one after another.
                                     * @default 3
                                     */
                                    routesMax: number;
                                } | {
                                    /** @enum {string} */
                                    kind: "destination";
                                    destination: {
                                        /** @enum {string} */
                                        kind: "user";
                                        username: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "ring-group";
                                        /** @description Its name. */
                                        ringGroup: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "conference";
                                        /** @description Its name. */
                                        conference: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "voicemail";
                                        username: string;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "internal";
                                } | {
                                    /** @enum {string} */
                                    kind: "refuse";
                                    /** @description For the call record. */
                                    why: string;
                                };
                                id: string;
                                /** @description Counts the changes; it is the ETag too. */
                                version: number;
                            }[];
                            /** @description Counts the changes of the order; the ETag for putting a new one. */
                            orderVersion: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What holds for all calls
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description Numbers dialled without a country code are of this country (ISO 3166).
                             * @default US
                             */
                            country: string;
                            /**
                             * @description Such as Europe/Zurich; the clock of the rules.
                             * @default UTC
                             */
                            timeZone: string;
                            /**
                             * @description Of all prices and limits (ISO 4217).
                             * @default USD
                             */
                            currency: string;
                            /**
                             * @description Calls to these pass every limit and list.
                             * @default [
                             *       "112",
                             *       "911"
                             *     ]
                             */
                            emergencyNumbers: string[];
                            /**
                             * @description Trunks for emergency calls, in order. Empty: as the rules say, then every trunk.
                             * @default []
                             */
                            emergencyTrunkIds: string[];
                            /**
                             * @description Numbers that nobody may call.
                             * @default []
                             */
                            blocked: {
                                /** @description The beginning of the international number. */
                                prefix: string;
                                /**
                                 * @description Such as "satellite telephones".
                                 * @default
                                 */
                                why: string;
                            }[];
                            /**
                             * @description Expensive numbers, besides those that the numbering plan of their country calls so.
                             * @default []
                             */
                            premium: {
                                /** @description The beginning of the international number. */
                                prefix: string;
                                /**
                                 * @description Such as "satellite telephones".
                                 * @default
                                 */
                                why: string;
                            }[];
                            /**
                             * @description allow: users may dial premium numbers. Forwarding and transferring there is always refused.
                             * @default refuse
                             * @enum {string}
                             */
                            premiumCalls: "refuse" | "allow";
                            /**
                             * @description What happens when a user calls a country that they never called before.
                             * @default alarm
                             * @enum {string}
                             */
                            newCountries: "alarm" | "refuse" | "ignore";
                            /** @default [] */
                            holidays: {
                                date: string;
                                /** @default  */
                                name: string;
                            }[];
                            /** @description What may be called without signing in, from anywhere on the network. Empty: nothing. */
                            openToAnyone: {
                                /** @default [] */
                                usernames: string[];
                                /** @default [] */
                                ringGroups: string[];
                                /**
                                 * @description Numbers of ours.
                                 * @default []
                                 */
                                numbers: string[];
                            };
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        /**
         * Changes what holds for all calls
         * @description Needs the scope `routing:write`.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Numbers dialled without a country code are of this country (ISO 3166).
                         * @default US
                         */
                        country?: string;
                        /**
                         * @description Such as Europe/Zurich; the clock of the rules.
                         * @default UTC
                         */
                        timeZone?: string;
                        /**
                         * @description Of all prices and limits (ISO 4217).
                         * @default USD
                         */
                        currency?: string;
                        /**
                         * @description Calls to these pass every limit and list.
                         * @default [
                         *       "112",
                         *       "911"
                         *     ]
                         */
                        emergencyNumbers?: string[];
                        /**
                         * @description Trunks for emergency calls, in order. Empty: as the rules say, then every trunk.
                         * @default []
                         */
                        emergencyTrunkIds?: string[];
                        /**
                         * @description Numbers that nobody may call.
                         * @default []
                         */
                        blocked?: {
                            /** @description The beginning of the international number. */
                            prefix: string;
                            /**
                             * @description Such as "satellite telephones".
                             * @default
                             */
                            why?: string;
                        }[];
                        /**
                         * @description Expensive numbers, besides those that the numbering plan of their country calls so.
                         * @default []
                         */
                        premium?: {
                            /** @description The beginning of the international number. */
                            prefix: string;
                            /**
                             * @description Such as "satellite telephones".
                             * @default
                             */
                            why?: string;
                        }[];
                        /**
                         * @description allow: users may dial premium numbers. Forwarding and transferring there is always refused.
                         * @default refuse
                         * @enum {string}
                         */
                        premiumCalls?: "refuse" | "allow";
                        /**
                         * @description What happens when a user calls a country that they never called before.
                         * @default alarm
                         * @enum {string}
                         */
                        newCountries?: "alarm" | "refuse" | "ignore";
                        /** @default [] */
                        holidays?: {
                            date: string;
                            /** @default  */
                            name?: string;
                        }[];
                        /**
                         * @description What may be called without signing in, from anywhere on the network. Empty: nothing.
                         * @default {}
                         */
                        openToAnyone?: {
                            /** @default [] */
                            usernames?: string[];
                            /** @default [] */
                            ringGroups?: string[];
                            /**
                             * @description Numbers of ours.
                             * @default []
                             */
                            numbers?: string[];
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description Numbers dialled without a country code are of this country (ISO 3166).
                             * @default US
                             */
                            country: string;
                            /**
                             * @description Such as Europe/Zurich; the clock of the rules.
                             * @default UTC
                             */
                            timeZone: string;
                            /**
                             * @description Of all prices and limits (ISO 4217).
                             * @default USD
                             */
                            currency: string;
                            /**
                             * @description Calls to these pass every limit and list.
                             * @default [
                             *       "112",
                             *       "911"
                             *     ]
                             */
                            emergencyNumbers: string[];
                            /**
                             * @description Trunks for emergency calls, in order. Empty: as the rules say, then every trunk.
                             * @default []
                             */
                            emergencyTrunkIds: string[];
                            /**
                             * @description Numbers that nobody may call.
                             * @default []
                             */
                            blocked: {
                                /** @description The beginning of the international number. */
                                prefix: string;
                                /**
                                 * @description Such as "satellite telephones".
                                 * @default
                                 */
                                why: string;
                            }[];
                            /**
                             * @description Expensive numbers, besides those that the numbering plan of their country calls so.
                             * @default []
                             */
                            premium: {
                                /** @description The beginning of the international number. */
                                prefix: string;
                                /**
                                 * @description Such as "satellite telephones".
                                 * @default
                                 */
                                why: string;
                            }[];
                            /**
                             * @description allow: users may dial premium numbers. Forwarding and transferring there is always refused.
                             * @default refuse
                             * @enum {string}
                             */
                            premiumCalls: "refuse" | "allow";
                            /**
                             * @description What happens when a user calls a country that they never called before.
                             * @default alarm
                             * @enum {string}
                             */
                            newCountries: "alarm" | "refuse" | "ignore";
                            /** @default [] */
                            holidays: {
                                date: string;
                                /** @default  */
                                name: string;
                            }[];
                            /** @description What may be called without signing in, from anywhere on the network. Empty: nothing. */
                            openToAnyone: {
                                /** @default [] */
                                usernames: string[];
                                /** @default [] */
                                ringGroups: string[];
                                /**
                                 * @description Numbers of ours.
                                 * @default []
                                 */
                                numbers: string[];
                            };
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ring-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All ring groups by name, at most 1000
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            ringGroups: {
                                /** @description What is dialled, such as "sales" or "600". It may not be the name of a user, and cannot be changed later. */
                                name: string;
                                /** @description As people read it, such as "Sales, first floor". */
                                displayName: string;
                                /**
                                 * @description parallel: everybody rings at once. serial: one after another, in the order of the list.
                                 * @default parallel
                                 * @enum {string}
                                 */
                                strategy: "parallel" | "serial";
                                /** @description The users who are called. */
                                members: string[];
                                /**
                                 * @description How long it rings: everybody when at once, each member when one after another.
                                 * @default 20
                                 */
                                ringSeconds: number;
                                /** @description Counts the changes; it is the ETag too. */
                                version: number;
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Adds a ring group
         * @description Needs the scope `routing:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description What is dialled, such as "sales" or "600". It may not be the name of a user, and cannot be changed later. */
                        name: string;
                        /** @description As people read it, such as "Sales, first floor". */
                        displayName: string;
                        /**
                         * @description parallel: everybody rings at once. serial: one after another, in the order of the list.
                         * @default parallel
                         * @enum {string}
                         */
                        strategy?: "parallel" | "serial";
                        /** @description The users who are called. */
                        members: string[];
                        /**
                         * @description How long it rings: everybody when at once, each member when one after another.
                         * @default 20
                         */
                        ringSeconds?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What is dialled, such as "sales" or "600". It may not be the name of a user, and cannot be changed later. */
                            name: string;
                            /** @description As people read it, such as "Sales, first floor". */
                            displayName: string;
                            /**
                             * @description parallel: everybody rings at once. serial: one after another, in the order of the list.
                             * @default parallel
                             * @enum {string}
                             */
                            strategy: "parallel" | "serial";
                            /** @description The users who are called. */
                            members: string[];
                            /**
                             * @description How long it rings: everybody when at once, each member when one after another.
                             * @default 20
                             */
                            ringSeconds: number;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ring-groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One ring group
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What is dialled, such as "sales" or "600". It may not be the name of a user, and cannot be changed later. */
                            name: string;
                            /** @description As people read it, such as "Sales, first floor". */
                            displayName: string;
                            /**
                             * @description parallel: everybody rings at once. serial: one after another, in the order of the list.
                             * @default parallel
                             * @enum {string}
                             */
                            strategy: "parallel" | "serial";
                            /** @description The users who are called. */
                            members: string[];
                            /**
                             * @description How long it rings: everybody when at once, each member when one after another.
                             * @default 20
                             */
                            ringSeconds: number;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        /**
         * Changes a ring group
         * @description Needs the scope `routing:write`.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description What is dialled, such as "sales" or "600". It may not be the name of a user, and cannot be changed later. */
                        name: string;
                        /** @description As people read it, such as "Sales, first floor". */
                        displayName: string;
                        /**
                         * @description parallel: everybody rings at once. serial: one after another, in the order of the list.
                         * @default parallel
                         * @enum {string}
                         */
                        strategy?: "parallel" | "serial";
                        /** @description The users who are called. */
                        members: string[];
                        /**
                         * @description How long it rings: everybody when at once, each member when one after another.
                         * @default 20
                         */
                        ringSeconds?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What is dialled, such as "sales" or "600". It may not be the name of a user, and cannot be changed later. */
                            name: string;
                            /** @description As people read it, such as "Sales, first floor". */
                            displayName: string;
                            /**
                             * @description parallel: everybody rings at once. serial: one after another, in the order of the list.
                             * @default parallel
                             * @enum {string}
                             */
                            strategy: "parallel" | "serial";
                            /** @description The users who are called. */
                            members: string[];
                            /**
                             * @description How long it rings: everybody when at once, each member when one after another.
                             * @default 20
                             */
                            ringSeconds: number;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        /**
         * Removes a ring group
         * @description Needs the scope `routing:write`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All conference rooms by name, at most 1000
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            conferences: {
                                /** @description What is dialled, such as "monday" or "700". It may not be the name of a user or ring group, and cannot be changed later. */
                                name: string;
                                /** @description As people read it, such as "Monday meeting". */
                                displayName: string;
                                /**
                                 * @description How many may be in the room at once; whoever calls then hears that it is full.
                                 * @default 20
                                 */
                                membersMax: number;
                                /**
                                 * @description Callers enter a PIN first. As long as none is set, nobody gets in.
                                 * @default false
                                 */
                                pinRequired: boolean;
                                /**
                                 * @description Callers who are no users wait until a user is in the room.
                                 * @default false
                                 */
                                outsidersWait: boolean;
                                /** @description Counts the changes; it is the ETag too. */
                                version: number;
                                /** @description How many are in it now, on the node that was asked. */
                                members: number;
                                /** @description Whether there is a PIN. It is never shown. */
                                pinIsSet: boolean;
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Adds a conference room
         * @description Needs the scope `routing:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description What is dialled, such as "monday" or "700". It may not be the name of a user or ring group, and cannot be changed later. */
                        name: string;
                        /** @description As people read it, such as "Monday meeting". */
                        displayName: string;
                        /**
                         * @description How many may be in the room at once; whoever calls then hears that it is full.
                         * @default 20
                         */
                        membersMax?: number;
                        /**
                         * @description Callers enter a PIN first. As long as none is set, nobody gets in.
                         * @default false
                         */
                        pinRequired?: boolean;
                        /**
                         * @description Callers who are no users wait until a user is in the room.
                         * @default false
                         */
                        outsidersWait?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What is dialled, such as "monday" or "700". It may not be the name of a user or ring group, and cannot be changed later. */
                            name: string;
                            /** @description As people read it, such as "Monday meeting". */
                            displayName: string;
                            /**
                             * @description How many may be in the room at once; whoever calls then hears that it is full.
                             * @default 20
                             */
                            membersMax: number;
                            /**
                             * @description Callers enter a PIN first. As long as none is set, nobody gets in.
                             * @default false
                             */
                            pinRequired: boolean;
                            /**
                             * @description Callers who are no users wait until a user is in the room.
                             * @default false
                             */
                            outsidersWait: boolean;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                            /** @description How many are in it now, on the node that was asked. */
                            members: number;
                            /** @description Whether there is a PIN. It is never shown. */
                            pinIsSet: boolean;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conferences/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One conference room
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What is dialled, such as "monday" or "700". It may not be the name of a user or ring group, and cannot be changed later. */
                            name: string;
                            /** @description As people read it, such as "Monday meeting". */
                            displayName: string;
                            /**
                             * @description How many may be in the room at once; whoever calls then hears that it is full.
                             * @default 20
                             */
                            membersMax: number;
                            /**
                             * @description Callers enter a PIN first. As long as none is set, nobody gets in.
                             * @default false
                             */
                            pinRequired: boolean;
                            /**
                             * @description Callers who are no users wait until a user is in the room.
                             * @default false
                             */
                            outsidersWait: boolean;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                            /** @description How many are in it now, on the node that was asked. */
                            members: number;
                            /** @description Whether there is a PIN. It is never shown. */
                            pinIsSet: boolean;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        /**
         * Changes a conference room
         * @description Needs the scope `routing:write`.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description What is dialled, such as "monday" or "700". It may not be the name of a user or ring group, and cannot be changed later. */
                        name: string;
                        /** @description As people read it, such as "Monday meeting". */
                        displayName: string;
                        /**
                         * @description How many may be in the room at once; whoever calls then hears that it is full.
                         * @default 20
                         */
                        membersMax?: number;
                        /**
                         * @description Callers enter a PIN first. As long as none is set, nobody gets in.
                         * @default false
                         */
                        pinRequired?: boolean;
                        /**
                         * @description Callers who are no users wait until a user is in the room.
                         * @default false
                         */
                        outsidersWait?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What is dialled, such as "monday" or "700". It may not be the name of a user or ring group, and cannot be changed later. */
                            name: string;
                            /** @description As people read it, such as "Monday meeting". */
                            displayName: string;
                            /**
                             * @description How many may be in the room at once; whoever calls then hears that it is full.
                             * @default 20
                             */
                            membersMax: number;
                            /**
                             * @description Callers enter a PIN first. As long as none is set, nobody gets in.
                             * @default false
                             */
                            pinRequired: boolean;
                            /**
                             * @description Callers who are no users wait until a user is in the room.
                             * @default false
                             */
                            outsidersWait: boolean;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                            /** @description How many are in it now, on the node that was asked. */
                            members: number;
                            /** @description Whether there is a PIN. It is never shown. */
                            pinIsSet: boolean;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        /**
         * Removes a conference room
         * @description Needs the scope `routing:write`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conferences/{id}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Sets or removes the PIN of a conference room
         * @description Needs the scope `routing:write`.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description The new PIN; null removes it. */
                        pin: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conferences/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is in a conference room on this node
         * @description Needs the scope `calls:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            node: string;
                            members: {
                                /**
                                 * Format: uuid
                                 * @description Of the call.
                                 */
                                id: string;
                                callerUri: string;
                                callerName: string | null;
                                /** Format: date-time */
                                joinedAt: string;
                                /** @description The others do not hear it. */
                                muted: boolean;
                                speaking: boolean;
                                /** @description It is not let in yet: no user is in the room. */
                                waiting: boolean;
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conferences/{id}/members/{memberId}/muted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Mutes a member of a conference for the others, or lets it be heard again
         * @description Needs the scope `calls:hang-up`.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    memberId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        muted: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conferences/{id}/members/{memberId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Hangs up on a member of a conference
         * @description Needs the scope `calls:hang-up`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    memberId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Numbers, sorted
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Digits of the number or a part of the label. */
                    search?: string;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            numbers: {
                                number: string;
                                /**
                                 * @description What it is for, such as "Support hotline".
                                 * @default
                                 */
                                label: string;
                                /** @description Who or what answers calls to this number. */
                                destination: {
                                    /** @enum {string} */
                                    kind: "user";
                                    username: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "ring-group";
                                    /** @description Its name. */
                                    ringGroup: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "conference";
                                    /** @description Its name. */
                                    conference: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "voicemail";
                                    username: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "trunk";
                                    /** @description The trunk. */
                                    trunkId: string;
                                    /**
                                     * @description What is dialled there; empty: the number itself.
                                     * @default null
                                     */
                                    number: string | null;
                                };
                                /**
                                 * @description Only calls that come in by this trunk reach the number. Empty: by any trunk.
                                 * @default null
                                 */
                                trunkId: string | null;
                                id: string;
                                /** @description Counts the changes; it is the ETag too. */
                                version: number;
                            }[];
                            nextCursor: string | null;
                            /** @description How many there are with this search. */
                            total: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Adds a number
         * @description Needs the scope `routing:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Such as +49 30 12345678, or 030 12345678 for a number of your own country. */
                        number: string;
                        /**
                         * @description What it is for, such as "Support hotline".
                         * @default
                         */
                        label?: string;
                        /** @description Who or what answers calls to this number. */
                        destination: {
                            /** @enum {string} */
                            kind: "user";
                            username: string;
                        } | {
                            /** @enum {string} */
                            kind: "ring-group";
                            /** @description Its name. */
                            ringGroup: string;
                        } | {
                            /** @enum {string} */
                            kind: "conference";
                            /** @description Its name. */
                            conference: string;
                        } | {
                            /** @enum {string} */
                            kind: "voicemail";
                            username: string;
                        } | {
                            /** @enum {string} */
                            kind: "trunk";
                            /** @description The trunk. */
                            trunkId: string;
                            /**
                             * @description What is dialled there; empty: the number itself.
                             * @default null
                             */
                            number?: string | null;
                        };
                        /**
                         * @description Only calls that come in by this trunk reach the number. Empty: by any trunk.
                         * @default null
                         */
                        trunkId?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            number: string;
                            /**
                             * @description What it is for, such as "Support hotline".
                             * @default
                             */
                            label: string;
                            /** @description Who or what answers calls to this number. */
                            destination: {
                                /** @enum {string} */
                                kind: "user";
                                username: string;
                            } | {
                                /** @enum {string} */
                                kind: "ring-group";
                                /** @description Its name. */
                                ringGroup: string;
                            } | {
                                /** @enum {string} */
                                kind: "conference";
                                /** @description Its name. */
                                conference: string;
                            } | {
                                /** @enum {string} */
                                kind: "voicemail";
                                username: string;
                            } | {
                                /** @enum {string} */
                                kind: "trunk";
                                /** @description The trunk. */
                                trunkId: string;
                                /**
                                 * @description What is dialled there; empty: the number itself.
                                 * @default null
                                 */
                                number: string | null;
                            };
                            /**
                             * @description Only calls that come in by this trunk reach the number. Empty: by any trunk.
                             * @default null
                             */
                            trunkId: string | null;
                            id: string;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/numbers/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One number, in international form
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            number: string;
                            /**
                             * @description What it is for, such as "Support hotline".
                             * @default
                             */
                            label: string;
                            /** @description Who or what answers calls to this number. */
                            destination: {
                                /** @enum {string} */
                                kind: "user";
                                username: string;
                            } | {
                                /** @enum {string} */
                                kind: "ring-group";
                                /** @description Its name. */
                                ringGroup: string;
                            } | {
                                /** @enum {string} */
                                kind: "conference";
                                /** @description Its name. */
                                conference: string;
                            } | {
                                /** @enum {string} */
                                kind: "voicemail";
                                username: string;
                            } | {
                                /** @enum {string} */
                                kind: "trunk";
                                /** @description The trunk. */
                                trunkId: string;
                                /**
                                 * @description What is dialled there; empty: the number itself.
                                 * @default null
                                 */
                                number: string | null;
                            };
                            /**
                             * @description Only calls that come in by this trunk reach the number. Empty: by any trunk.
                             * @default null
                             */
                            trunkId: string | null;
                            id: string;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        /**
         * Changes where a number leads
         * @description Needs the scope `routing:write`.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Such as +49 30 12345678, or 030 12345678 for a number of your own country. */
                        number: string;
                        /**
                         * @description What it is for, such as "Support hotline".
                         * @default
                         */
                        label?: string;
                        /** @description Who or what answers calls to this number. */
                        destination: {
                            /** @enum {string} */
                            kind: "user";
                            username: string;
                        } | {
                            /** @enum {string} */
                            kind: "ring-group";
                            /** @description Its name. */
                            ringGroup: string;
                        } | {
                            /** @enum {string} */
                            kind: "conference";
                            /** @description Its name. */
                            conference: string;
                        } | {
                            /** @enum {string} */
                            kind: "voicemail";
                            username: string;
                        } | {
                            /** @enum {string} */
                            kind: "trunk";
                            /** @description The trunk. */
                            trunkId: string;
                            /**
                             * @description What is dialled there; empty: the number itself.
                             * @default null
                             */
                            number?: string | null;
                        };
                        /**
                         * @description Only calls that come in by this trunk reach the number. Empty: by any trunk.
                         * @default null
                         */
                        trunkId?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            number: string;
                            /**
                             * @description What it is for, such as "Support hotline".
                             * @default
                             */
                            label: string;
                            /** @description Who or what answers calls to this number. */
                            destination: {
                                /** @enum {string} */
                                kind: "user";
                                username: string;
                            } | {
                                /** @enum {string} */
                                kind: "ring-group";
                                /** @description Its name. */
                                ringGroup: string;
                            } | {
                                /** @enum {string} */
                                kind: "conference";
                                /** @description Its name. */
                                conference: string;
                            } | {
                                /** @enum {string} */
                                kind: "voicemail";
                                username: string;
                            } | {
                                /** @enum {string} */
                                kind: "trunk";
                                /** @description The trunk. */
                                trunkId: string;
                                /**
                                 * @description What is dialled there; empty: the number itself.
                                 * @default null
                                 */
                                number: string | null;
                            };
                            /**
                             * @description Only calls that come in by this trunk reach the number. Empty: by any trunk.
                             * @default null
                             */
                            trunkId: string | null;
                            id: string;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        /**
         * Removes a number
         * @description Needs the scope `routing:write`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/numbers.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All numbers as a CSV file
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /**
         * Adds and changes numbers by a CSV file, all or none
         * @description The heading names the columns number, label, destination, target, trunk_number and arrives_by. When lines are wrong nothing is applied, and the context of the refusal lists them as `lines`: line, field, message.
         *
         *     Needs the scope `routing:write`.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Tells what the import would do, and does nothing. */
                    dryRun?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description The file, in UTF-8. */
            requestBody: {
                content: {
                    "text/csv": unknown;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            added: number;
                            changed: number;
                            unchanged: number;
                            /** @description Of a dry run: the first hundred numbers that are new or change. */
                            differences?: {
                                /** @description Null for a number that is new. */
                                before: {
                                    /** @description Such as +49 30 12345678, or 030 12345678 for a number of your own country. */
                                    number: string;
                                    /**
                                     * @description What it is for, such as "Support hotline".
                                     * @default
                                     */
                                    label: string;
                                    /** @description Who or what answers calls to this number. */
                                    destination: {
                                        /** @enum {string} */
                                        kind: "user";
                                        username: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "ring-group";
                                        /** @description Its name. */
                                        ringGroup: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "conference";
                                        /** @description Its name. */
                                        conference: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "voicemail";
                                        username: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "trunk";
                                        /** @description The trunk. */
                                        trunkId: string;
                                        /**
                                         * @description What is dialled there; empty: the number itself.
                                         * @default null
                                         */
                                        number: string | null;
                                    };
                                    /**
                                     * @description Only calls that come in by this trunk reach the number. Empty: by any trunk.
                                     * @default null
                                     */
                                    trunkId: string | null;
                                } | null;
                                after: {
                                    /** @description Such as +49 30 12345678, or 030 12345678 for a number of your own country. */
                                    number: string;
                                    /**
                                     * @description What it is for, such as "Support hotline".
                                     * @default
                                     */
                                    label: string;
                                    /** @description Who or what answers calls to this number. */
                                    destination: {
                                        /** @enum {string} */
                                        kind: "user";
                                        username: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "ring-group";
                                        /** @description Its name. */
                                        ringGroup: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "conference";
                                        /** @description Its name. */
                                        conference: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "voicemail";
                                        username: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "trunk";
                                        /** @description The trunk. */
                                        trunkId: string;
                                        /**
                                         * @description What is dialled there; empty: the number itself.
                                         * @default null
                                         */
                                        number: string | null;
                                    };
                                    /**
                                     * @description Only calls that come in by this trunk reach the number. Empty: by any trunk.
                                     * @default null
                                     */
                                    trunkId: string | null;
                                };
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rate-tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All rate tables by name
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            rateTables: {
                                /** @description Such as "Carrier A, 2026". */
                                name: string;
                                /**
                                 * @description Trunks of which this is the price list. A trunk has one at most.
                                 * @default []
                                 */
                                trunkIds: string[];
                                id: string;
                                /** @description How many lines it has. */
                                prefixes: number;
                                /** @description Counts the changes; it is the ETag too. */
                                version: number;
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Adds a rate table
         * @description Needs the scope `routing:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Such as "Carrier A, 2026". */
                        name: string;
                        /**
                         * @description Trunks of which this is the price list. A trunk has one at most.
                         * @default []
                         */
                        trunkIds?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Such as "Carrier A, 2026". */
                            name: string;
                            /**
                             * @description Trunks of which this is the price list. A trunk has one at most.
                             * @default []
                             */
                            trunkIds: string[];
                            id: string;
                            /** @description How many lines it has. */
                            prefixes: number;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rate-tables/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One rate table
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Such as "Carrier A, 2026". */
                            name: string;
                            /**
                             * @description Trunks of which this is the price list. A trunk has one at most.
                             * @default []
                             */
                            trunkIds: string[];
                            id: string;
                            /** @description How many lines it has. */
                            prefixes: number;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        /**
         * Changes a rate table
         * @description Needs the scope `routing:write`.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Such as "Carrier A, 2026". */
                        name: string;
                        /**
                         * @description Trunks of which this is the price list. A trunk has one at most.
                         * @default []
                         */
                        trunkIds?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Such as "Carrier A, 2026". */
                            name: string;
                            /**
                             * @description Trunks of which this is the price list. A trunk has one at most.
                             * @default []
                             */
                            trunkIds: string[];
                            id: string;
                            /** @description How many lines it has. */
                            prefixes: number;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        /**
         * Removes a rate table
         * @description Needs the scope `routing:write`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rate-tables/{id}/rates.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The prices of a table as a CSV file
         * @description Needs the scope `routing:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /**
         * Puts a new price list in place of the old one, all or nothing
         * @description The heading names the columns prefix, destination, price_per_minute, set_up_price, first_seconds and step_seconds. When lines are wrong nothing is applied, and the context of the refusal lists them as `lines`: line, field, message.
         *
         *     Needs the scope `routing:write`.
         */
        put: {
            parameters: {
                query?: {
                    /** @description Tells what the import would do, and does nothing. */
                    dryRun?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            /** @description The file, in UTF-8. */
            requestBody: {
                content: {
                    "text/csv": unknown;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description How many lines the table has now, or would have. */
                            prefixes: number;
                            /** @description Of a dry run. */
                            preview?: {
                                added: number;
                                changed: number;
                                removed: number;
                                unchanged: number;
                                /** @description The first hundred: prefixes that change, then those that go, then those that are new. */
                                differences: {
                                    /** @description Null for a prefix that is new. */
                                    before: {
                                        /** @description The beginning of the number in international form, without the plus. */
                                        prefix: string;
                                        /**
                                         * @description Such as "Germany, Berlin".
                                         * @default
                                         */
                                        destination: string;
                                        /** @description In the currency of the routing settings. */
                                        pricePerMinute: number;
                                        /**
                                         * @description For each answered call.
                                         * @default 0
                                         */
                                        setUpPrice: number;
                                        /**
                                         * @description The shortest call that is charged.
                                         * @default 60
                                         */
                                        firstSeconds: number;
                                        /**
                                         * @description Calls are charged in steps of this length.
                                         * @default 60
                                         */
                                        stepSeconds: number;
                                    } | null;
                                    /** @description Null for a prefix that the new list does not have. */
                                    after: {
                                        /** @description The beginning of the number in international form, without the plus. */
                                        prefix: string;
                                        /**
                                         * @description Such as "Germany, Berlin".
                                         * @default
                                         */
                                        destination: string;
                                        /** @description In the currency of the routing settings. */
                                        pricePerMinute: number;
                                        /**
                                         * @description For each answered call.
                                         * @default 0
                                         */
                                        setUpPrice: number;
                                        /**
                                         * @description The shortest call that is charged.
                                         * @default 60
                                         */
                                        firstSeconds: number;
                                        /**
                                         * @description Calls are charged in steps of this length.
                                         * @default 60
                                         */
                                        stepSeconds: number;
                                    } | null;
                                }[];
                            };
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Where a call would go, and why: by the code that decides calls, without calling anybody
         * @description Needs the scope `routing:read`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description A number, a name or a SIP address. */
                        dialled: string;
                        caller: {
                            /** @enum {string} */
                            kind: "user";
                            username: string;
                        } | {
                            /** @enum {string} */
                            kind: "trunk";
                            trunkId: string;
                            /**
                             * @description The caller’s number that the trunk tells.
                             * @default
                             */
                            number?: string;
                        } | {
                            /** @enum {string} */
                            kind: "anonymous";
                        };
                        /**
                         * Format: date-time
                         * @description When the call is made. Empty: now.
                         */
                        at?: string;
                        /**
                         * @description How the call came about: some numbers may be dialled, but not forwarded to.
                         * @default dialled
                         * @enum {string}
                         */
                        reason?: "dialled" | "forwarded" | "transferred";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            kind: "user" | "ring-group" | "conference" | "voicemail" | "trunk" | "external" | "refused";
                            /** @description What would happen with the call. */
                            sentence: string;
                            sipStatus: number | null;
                            /** @description The number in E.164; null when it is none. */
                            international: string | null;
                            /** @description Of the number (ISO 3166). */
                            country: string | null;
                            emergency: boolean;
                            steps: {
                                /** @enum {string} */
                                kind: "number" | "emergency" | "name" | "our-number" | "rule-skipped" | "rule-taken" | "rewritten" | "blocked" | "premium" | "country" | "trunk-left-out" | "price" | "route" | "limit" | "refused";
                                sentence: string;
                                ruleId?: string;
                                trunkId?: string;
                                /** @description The number as it is after this step. */
                                number?: string;
                            }[];
                            /** @description In the order in which they would be tried. */
                            routes: {
                                trunkId: string;
                                trunkName: string;
                                /** @description As it goes out. */
                                number: string;
                                pricePerMinute: number | null;
                                gateways: {
                                    /** @description host:port;transport=udp */
                                    gateway: string;
                                    /** @enum {string} */
                                    state: "up" | "down" | "unknown";
                                }[];
                                /** @description Headers that would go out. */
                                headers: {
                                    name: string;
                                    value: string;
                                }[];
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trunks by their short name, each with its state
         * @description Needs the scope `trunks:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            trunks: {
                                trunk: {
                                    /** @description As the console shows it. */
                                    name: string;
                                    /** @default true */
                                    enabled: boolean;
                                    /**
                                     * @description The provider template that it began from.
                                     * @default null
                                     */
                                    template: string | null;
                                    /**
                                     * @description Which calls the trunk may carry.
                                     * @default both
                                     * @enum {string}
                                     */
                                    direction: "both" | "in" | "out";
                                    connection: {
                                        /** @enum {string} */
                                        kind: "register-to-carrier";
                                        /** @description The carrier's SIP domain, as it stands in the addresses that it gave you. */
                                        domain: string;
                                        /** @description The user name or number under which we register. */
                                        username: string;
                                        /**
                                         * @description Only when the carrier gave a second name for signing in.
                                         * @default null
                                         */
                                        authorizationUsername: string | null;
                                        /**
                                         * @description The secret answers challenges of this realm alone. Empty: the domain. Test shows the realm that the carrier uses.
                                         * @default null
                                         */
                                        realm: string | null;
                                        /**
                                         * @description How long a registration shall last. The carrier may shorten it.
                                         * @default 600
                                         */
                                        expiresSeconds: number;
                                    } | {
                                        /** @enum {string} */
                                        kind: "pbx-registers";
                                        /** @description The user name with which the PBX signs in here. */
                                        username: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "by-address";
                                        /**
                                         * @description Only when the carrier challenges calls, although it knows our address.
                                         * @default null
                                         */
                                        username: string | null;
                                        /**
                                         * @description The realm for which that user name has a secret. Empty: the host of the gateway.
                                         * @default null
                                         */
                                        realm: string | null;
                                    } | {
                                        /** @enum {string} */
                                        kind: "mutual-tls";
                                        /** @description Names in the certificate of the other side; a call is accepted when one of them is in it. */
                                        certificateNames: string[];
                                    };
                                    /**
                                     * @description Servers to which calls are sent.
                                     * @default []
                                     */
                                    gateways: {
                                        /** @description Host name or address. A name without a port is looked up by DNS SRV (RFC 3263). */
                                        host: string;
                                        /**
                                         * @description Empty: by DNS SRV, else 5060, or 5061 for TLS.
                                         * @default null
                                         */
                                        port: number | null;
                                        /**
                                         * @description TLS encrypts the signalling.
                                         * @default udp
                                         * @enum {string}
                                         */
                                        transport: "udp" | "tcp" | "tls";
                                        /**
                                         * @description Lower is tried first; a higher one only when all lower ones failed.
                                         * @default 10
                                         */
                                        priority: number;
                                        /**
                                         * @description Share of the calls among gateways of the same priority; 0 only when no other is left.
                                         * @default 1
                                         */
                                        weight: number;
                                    }[];
                                    /**
                                     * @description Addresses from which calls are accepted, besides those of the gateways.
                                     * @default []
                                     */
                                    allowedSources: string[];
                                    /**
                                     * @description Everything for this trunk is sent through this server first.
                                     * @default null
                                     */
                                    outboundProxy: {
                                        /** @description Host name or address. A name without a port is looked up by DNS SRV (RFC 3263). */
                                        host: string;
                                        /**
                                         * @description Empty: by DNS SRV, else 5060, or 5061 for TLS.
                                         * @default null
                                         */
                                        port: number | null;
                                        /**
                                         * @description TLS encrypts the signalling.
                                         * @default udp
                                         * @enum {string}
                                         */
                                        transport: "udp" | "tcp" | "tls";
                                    } | null;
                                    media: {
                                        /**
                                         * @description SRTP with keys in the signalling (SDES). "required": no call without it.
                                         * @default off
                                         * @enum {string}
                                         */
                                        encryption: "off" | "optional" | "required";
                                        /**
                                         * @description In the order of preference. Others are not offered.
                                         * @default [
                                         *       "PCMA",
                                         *       "PCMU"
                                         *     ]
                                         */
                                        codecs: ("opus" | "G722" | "PCMU" | "PCMA" | "G729" | "GSM" | "iLBC" | "speex" | "AMR" | "AMR-WB")[];
                                        /**
                                         * @description How pressed keys travel on this trunk: as telephone events, as SIP INFO, or as tones in the sound. The media relay makes of the keys of either side what the other wants; without one they pass as they are sent. Before the answer no key becomes SIP INFO.
                                         * @default rfc4733
                                         * @enum {string}
                                         */
                                        dtmf: "rfc4733" | "info" | "in-band";
                                        /**
                                         * @description pass: the caller hears the carrier's own ringing and announcements. ring: an ordinary ringing tone.
                                         * @default pass
                                         * @enum {string}
                                         */
                                        earlyMedia: "pass" | "ring";
                                    };
                                    callerId: {
                                        /**
                                         * @description What stands in From: the number of who calls, always the same number, or the registered user name.
                                         * @default caller
                                         * @enum {string}
                                         */
                                        from: "caller" | "fixed" | "account";
                                        /**
                                         * @description The number for "fixed", and for callers without one.
                                         * @default null
                                         */
                                        fixedNumber: string | null;
                                        /**
                                         * @description Says who really calls in P-Asserted-Identity (RFC 3325), also when From is fixed or hidden.
                                         * @default true
                                         */
                                        assertedIdentity: boolean;
                                        /**
                                         * @description Believes P-Asserted-Identity of calls that come in.
                                         * @default false
                                         */
                                        trustTheirs: boolean;
                                        /**
                                         * @description Hides the caller (RFC 3323) when he asks for it, always, or never.
                                         * @default as-asked
                                         * @enum {string}
                                         */
                                        privacy: "as-asked" | "always" | "never";
                                        /**
                                         * @description How a forwarded call says who was dialled first: Diversion (RFC 5806) or History-Info (RFC 7044).
                                         * @default diversion
                                         * @enum {string}
                                         */
                                        forwarded: "none" | "diversion" | "history-info" | "both";
                                    };
                                    failover: {
                                        /**
                                         * @description A gateway that sent nothing at all after this time is left for the next one.
                                         * @default 3
                                         */
                                        answerTimeoutSeconds: number;
                                        /**
                                         * @description No further gateway is tried when the caller has waited for this long.
                                         * @default 20
                                         */
                                        postDialLimitSeconds: number;
                                        /**
                                         * @description Answers after which the next gateway is tried.
                                         * @default [
                                         *       408,
                                         *       500,
                                         *       502,
                                         *       503,
                                         *       504
                                         *     ]
                                         */
                                        statuses: number[];
                                    };
                                    health: {
                                        /**
                                         * @description How often each gateway is asked whether it is there (OPTIONS). 0: never; calls alone tell.
                                         * @default 30
                                         */
                                        optionsIntervalSeconds: number;
                                        /**
                                         * @description Failures in a row after which a gateway counts as down.
                                         * @default 3
                                         */
                                        downAfter: number;
                                        /**
                                         * @description Answers in a row after which it counts as up again.
                                         * @default 2
                                         */
                                        upAfter: number;
                                    };
                                    sessionTimers: {
                                        /**
                                         * @description Whether a call without sound and signalling is ended (RFC 4028): not, as asked, or on our wish.
                                         * @default accept
                                         * @enum {string}
                                         */
                                        mode: "off" | "accept" | "request";
                                        /** @default 1800 */
                                        expiresSeconds: number;
                                    };
                                    limits: {
                                        /**
                                         * @description Calls at the same time in both directions. Empty: no limit.
                                         * @default null
                                         */
                                        concurrentCalls: number | null;
                                        /**
                                         * @description New calls per second through the trunk. Empty: no limit.
                                         * @default null
                                         */
                                        callsPerSecond: number | null;
                                        /**
                                         * @description What calls may cost in 24 hours, by the rate table, in its currency. Empty: no limit.
                                         * @default null
                                         */
                                        spendPerDay: number | null;
                                    };
                                    /**
                                     * @description When the trunk may be used. Empty: always.
                                     * @default null
                                     */
                                    schedule: {
                                        /** @description Such as Europe/Zurich. */
                                        timeZone: string;
                                        windows: {
                                            /** @description 1 is Monday, 7 is Sunday. */
                                            days: number[];
                                            from: string;
                                            /** @description Before "from": the window ends on the next day. */
                                            to: string;
                                        }[];
                                    } | null;
                                    headers: {
                                        /**
                                         * @description Headers added to calls that go out, such as an account number that the carrier asks for.
                                         * @default []
                                         */
                                        add: {
                                            name: string;
                                            value: string;
                                        }[];
                                        /**
                                         * @description Headers that calls to this trunk shall not carry.
                                         * @default []
                                         */
                                        remove: string[];
                                    };
                                    /** @description Short name of the trunk, used in addresses and files. It cannot be changed later. */
                                    id: string;
                                    /** @description Counts the changes; it is the ETag too. */
                                    version: number;
                                    secretIsSet: boolean;
                                    /** @description The file that describes this trunk, which can only be changed there; null: the console does. */
                                    managedBy: string | null;
                                    /** Format: date-time */
                                    updatedAt: string;
                                };
                                state: {
                                    /** @description Short name of the trunk, used in addresses and files. It cannot be changed later. */
                                    id: string;
                                    /** @enum {string} */
                                    state: "up" | "degraded" | "down" | "unknown" | "disabled";
                                    /** @description A sentence that says why. */
                                    reason: string;
                                    /** @description Null where nobody registers. */
                                    registration: {
                                        /** @enum {string} */
                                        state: "registered" | "trying" | "failed" | "off";
                                        /** @description A sentence. */
                                        reason: string;
                                        lastStatus: number | null;
                                        expiresAt: string | null;
                                        nextAttemptAt: string | null;
                                    } | null;
                                    gateways: {
                                        /** @description host:port;transport=udp, the port only where it is set. */
                                        gateway: string;
                                        /** @enum {string} */
                                        state: "up" | "down" | "unknown";
                                        /** @description SIP status of the last answer; null when there was none. */
                                        lastStatus: number | null;
                                        roundTripMs: number | null;
                                        checkedAt: string | null;
                                        /** @description A sentence. */
                                        reason: string;
                                    }[];
                                    activeCalls: number;
                                    lastHour: {
                                        attempts: number;
                                        /** @description Answered of all calls that went out, 0 to 1. */
                                        answerSeizureRatio: number | null;
                                        averageCallSeconds: number | null;
                                        /** @description From the INVITE to the first ringing, the mean. */
                                        postDialDelayMs: number | null;
                                    };
                                };
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Adds a trunk, which is in service at once
         * @description Needs the scope `trunks:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description As the console shows it. */
                        name: string;
                        /** @default true */
                        enabled?: boolean;
                        /**
                         * @description The provider template that it began from.
                         * @default null
                         */
                        template?: string | null;
                        /**
                         * @description Which calls the trunk may carry.
                         * @default both
                         * @enum {string}
                         */
                        direction?: "both" | "in" | "out";
                        connection: {
                            /** @enum {string} */
                            kind: "register-to-carrier";
                            /** @description The carrier's SIP domain, as it stands in the addresses that it gave you. */
                            domain: string;
                            /** @description The user name or number under which we register. */
                            username: string;
                            /**
                             * @description Only when the carrier gave a second name for signing in.
                             * @default null
                             */
                            authorizationUsername?: string | null;
                            /**
                             * @description The secret answers challenges of this realm alone. Empty: the domain. Test shows the realm that the carrier uses.
                             * @default null
                             */
                            realm?: string | null;
                            /**
                             * @description How long a registration shall last. The carrier may shorten it.
                             * @default 600
                             */
                            expiresSeconds?: number;
                        } | {
                            /** @enum {string} */
                            kind: "pbx-registers";
                            /** @description The user name with which the PBX signs in here. */
                            username: string;
                        } | {
                            /** @enum {string} */
                            kind: "by-address";
                            /**
                             * @description Only when the carrier challenges calls, although it knows our address.
                             * @default null
                             */
                            username?: string | null;
                            /**
                             * @description The realm for which that user name has a secret. Empty: the host of the gateway.
                             * @default null
                             */
                            realm?: string | null;
                        } | {
                            /** @enum {string} */
                            kind: "mutual-tls";
                            /** @description Names in the certificate of the other side; a call is accepted when one of them is in it. */
                            certificateNames: string[];
                        };
                        /**
                         * @description Servers to which calls are sent.
                         * @default []
                         */
                        gateways?: {
                            /** @description Host name or address. A name without a port is looked up by DNS SRV (RFC 3263). */
                            host: string;
                            /**
                             * @description Empty: by DNS SRV, else 5060, or 5061 for TLS.
                             * @default null
                             */
                            port?: number | null;
                            /**
                             * @description TLS encrypts the signalling.
                             * @default udp
                             * @enum {string}
                             */
                            transport?: "udp" | "tcp" | "tls";
                            /**
                             * @description Lower is tried first; a higher one only when all lower ones failed.
                             * @default 10
                             */
                            priority?: number;
                            /**
                             * @description Share of the calls among gateways of the same priority; 0 only when no other is left.
                             * @default 1
                             */
                            weight?: number;
                        }[];
                        /**
                         * @description Addresses from which calls are accepted, besides those of the gateways.
                         * @default []
                         */
                        allowedSources?: string[];
                        /**
                         * @description Everything for this trunk is sent through this server first.
                         * @default null
                         */
                        outboundProxy?: {
                            /** @description Host name or address. A name without a port is looked up by DNS SRV (RFC 3263). */
                            host: string;
                            /**
                             * @description Empty: by DNS SRV, else 5060, or 5061 for TLS.
                             * @default null
                             */
                            port?: number | null;
                            /**
                             * @description TLS encrypts the signalling.
                             * @default udp
                             * @enum {string}
                             */
                            transport?: "udp" | "tcp" | "tls";
                        } | null;
                        /** @default {} */
                        media?: {
                            /**
                             * @description SRTP with keys in the signalling (SDES). "required": no call without it.
                             * @default off
                             * @enum {string}
                             */
                            encryption?: "off" | "optional" | "required";
                            /**
                             * @description In the order of preference. Others are not offered.
                             * @default [
                             *       "PCMA",
                             *       "PCMU"
                             *     ]
                             */
                            codecs?: ("opus" | "G722" | "PCMU" | "PCMA" | "G729" | "GSM" | "iLBC" | "speex" | "AMR" | "AMR-WB")[];
                            /**
                             * @description How pressed keys travel on this trunk: as telephone events, as SIP INFO, or as tones in the sound. The media relay makes of the keys of either side what the other wants; without one they pass as they are sent. Before the answer no key becomes SIP INFO.
                             * @default rfc4733
                             * @enum {string}
                             */
                            dtmf?: "rfc4733" | "info" | "in-band";
                            /**
                             * @description pass: the caller hears the carrier's own ringing and announcements. ring: an ordinary ringing tone.
                             * @default pass
                             * @enum {string}
                             */
                            earlyMedia?: "pass" | "ring";
                        };
                        /** @default {} */
                        callerId?: {
                            /**
                             * @description What stands in From: the number of who calls, always the same number, or the registered user name.
                             * @default caller
                             * @enum {string}
                             */
                            from?: "caller" | "fixed" | "account";
                            /**
                             * @description The number for "fixed", and for callers without one.
                             * @default null
                             */
                            fixedNumber?: string | null;
                            /**
                             * @description Says who really calls in P-Asserted-Identity (RFC 3325), also when From is fixed or hidden.
                             * @default true
                             */
                            assertedIdentity?: boolean;
                            /**
                             * @description Believes P-Asserted-Identity of calls that come in.
                             * @default false
                             */
                            trustTheirs?: boolean;
                            /**
                             * @description Hides the caller (RFC 3323) when he asks for it, always, or never.
                             * @default as-asked
                             * @enum {string}
                             */
                            privacy?: "as-asked" | "always" | "never";
                            /**
                             * @description How a forwarded call says who was dialled first: Diversion (RFC 5806) or History-Info (RFC 7044).
                             * @default diversion
                             * @enum {string}
                             */
                            forwarded?: "none" | "diversion" | "history-info" | "both";
                        };
                        /** @default {} */
                        failover?: {
                            /**
                             * @description A gateway that sent nothing at all after this time is left for the next one.
                             * @default 3
                             */
                            answerTimeoutSeconds?: number;
                            /**
                             * @description No further gateway is tried when the caller has waited for this long.
                             * @default 20
                             */
                            postDialLimitSeconds?: number;
                            /**
                             * @description Answers after which the next gateway is tried.
                             * @default [
                             *       408,
                             *       500,
                             *       502,
                             *       503,
                             *       504
                             *     ]
                             */
                            statuses?: number[];
                        };
                        /** @default {} */
                        health?: {
                            /**
                             * @description How often each gateway is asked whether it is there (OPTIONS). 0: never; calls alone tell.
                             * @default 30
                             */
                            optionsIntervalSeconds?: number;
                            /**
                             * @description Failures in a row after which a gateway counts as down.
                             * @default 3
                             */
                            downAfter?: number;
                            /**
                             * @description Answers in a row after which it counts as up again.
                             * @default 2
                             */
                            upAfter?: number;
                        };
                        /** @default {} */
                        sessionTimers?: {
                            /**
                             * @description Whether a call without sound and signalling is ended (RFC 4028): not, as asked, or on our wish.
                             * @default accept
                             * @enum {string}
                             */
                            mode?: "off" | "accept" | "request";
                            /** @default 1800 */
                            expiresSeconds?: number;
                        };
                        /** @default {} */
                        limits?: {
                            /**
                             * @description Calls at the same time in both directions. Empty: no limit.
                             * @default null
                             */
                            concurrentCalls?: number | null;
                            /**
                             * @description New calls per second through the trunk. Empty: no limit.
                             * @default null
                             */
                            callsPerSecond?: number | null;
                            /**
                             * @description What calls may cost in 24 hours, by the rate table, in its currency. Empty: no limit.
                             * @default null
                             */
                            spendPerDay?: number | null;
                        };
                        /**
                         * @description When the trunk may be used. Empty: always.
                         * @default null
                         */
                        schedule?: {
                            /** @description Such as Europe/Zurich. */
                            timeZone: string;
                            windows: {
                                /** @description 1 is Monday, 7 is Sunday. */
                                days: number[];
                                from: string;
                                /** @description Before "from": the window ends on the next day. */
                                to: string;
                            }[];
                        } | null;
                        /** @default {} */
                        headers?: {
                            /**
                             * @description Headers added to calls that go out, such as an account number that the carrier asks for.
                             * @default []
                             */
                            add?: {
                                name: string;
                                value: string;
                            }[];
                            /**
                             * @description Headers that calls to this trunk shall not carry.
                             * @default []
                             */
                            remove?: string[];
                        };
                        /** @description Short name of the trunk, used in addresses and files. It cannot be changed later. */
                        id: string;
                        /** @description The password. It is stored encrypted and never shown. */
                        secret?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description As the console shows it. */
                            name: string;
                            /** @default true */
                            enabled: boolean;
                            /**
                             * @description The provider template that it began from.
                             * @default null
                             */
                            template: string | null;
                            /**
                             * @description Which calls the trunk may carry.
                             * @default both
                             * @enum {string}
                             */
                            direction: "both" | "in" | "out";
                            connection: {
                                /** @enum {string} */
                                kind: "register-to-carrier";
                                /** @description The carrier's SIP domain, as it stands in the addresses that it gave you. */
                                domain: string;
                                /** @description The user name or number under which we register. */
                                username: string;
                                /**
                                 * @description Only when the carrier gave a second name for signing in.
                                 * @default null
                                 */
                                authorizationUsername: string | null;
                                /**
                                 * @description The secret answers challenges of this realm alone. Empty: the domain. Test shows the realm that the carrier uses.
                                 * @default null
                                 */
                                realm: string | null;
                                /**
                                 * @description How long a registration shall last. The carrier may shorten it.
                                 * @default 600
                                 */
                                expiresSeconds: number;
                            } | {
                                /** @enum {string} */
                                kind: "pbx-registers";
                                /** @description The user name with which the PBX signs in here. */
                                username: string;
                            } | {
                                /** @enum {string} */
                                kind: "by-address";
                                /**
                                 * @description Only when the carrier challenges calls, although it knows our address.
                                 * @default null
                                 */
                                username: string | null;
                                /**
                                 * @description The realm for which that user name has a secret. Empty: the host of the gateway.
                                 * @default null
                                 */
                                realm: string | null;
                            } | {
                                /** @enum {string} */
                                kind: "mutual-tls";
                                /** @description Names in the certificate of the other side; a call is accepted when one of them is in it. */
                                certificateNames: string[];
                            };
                            /**
                             * @description Servers to which calls are sent.
                             * @default []
                             */
                            gateways: {
                                /** @description Host name or address. A name without a port is looked up by DNS SRV (RFC 3263). */
                                host: string;
                                /**
                                 * @description Empty: by DNS SRV, else 5060, or 5061 for TLS.
                                 * @default null
                                 */
                                port: number | null;
                                /**
                                 * @description TLS encrypts the signalling.
                                 * @default udp
                                 * @enum {string}
                                 */
                                transport: "udp" | "tcp" | "tls";
                                /**
                                 * @description Lower is tried first; a higher one only when all lower ones failed.
                                 * @default 10
                                 */
                                priority: number;
                                /**
                                 * @description Share of the calls among gateways of the same priority; 0 only when no other is left.
                                 * @default 1
                                 */
                                weight: number;
                            }[];
                            /**
                             * @description Addresses from which calls are accepted, besides those of the gateways.
                             * @default []
                             */
                            allowedSources: string[];
                            /**
                             * @description Everything for this trunk is sent through this server first.
                             * @default null
                             */
                            outboundProxy: {
                                /** @description Host name or address. A name without a port is looked up by DNS SRV (RFC 3263). */
                                host: string;
                                /**
                                 * @description Empty: by DNS SRV, else 5060, or 5061 for TLS.
                                 * @default null
                                 */
                                port: number | null;
                                /**
                                 * @description TLS encrypts the signalling.
                                 * @default udp
                                 * @enum {string}
                                 */
                                transport: "udp" | "tcp" | "tls";
                            } | null;
                            media: {
                                /**
                                 * @description SRTP with keys in the signalling (SDES). "required": no call without it.
                                 * @default off
                                 * @enum {string}
                                 */
                                encryption: "off" | "optional" | "required";
                                /**
                                 * @description In the order of preference. Others are not offered.
                                 * @default [
                                 *       "PCMA",
                                 *       "PCMU"
                                 *     ]
                                 */
                                codecs: ("opus" | "G722" | "PCMU" | "PCMA" | "G729" | "GSM" | "iLBC" | "speex" | "AMR" | "AMR-WB")[];
                                /**
                                 * @description How pressed keys travel on this trunk: as telephone events, as SIP INFO, or as tones in the sound. The media relay makes of the keys of either side what the other wants; without one they pass as they are sent. Before the answer no key becomes SIP INFO.
                                 * @default rfc4733
                                 * @enum {string}
                                 */
                                dtmf: "rfc4733" | "info" | "in-band";
                                /**
                                 * @description pass: the caller hears the carrier's own ringing and announcements. ring: an ordinary ringing tone.
                                 * @default pass
                                 * @enum {string}
                                 */
                                earlyMedia: "pass" | "ring";
                            };
                            callerId: {
                                /**
                                 * @description What stands in From: the number of who calls, always the same number, or the registered user name.
                                 * @default caller
                                 * @enum {string}
                                 */
                                from: "caller" | "fixed" | "account";
                                /**
                                 * @description The number for "fixed", and for callers without one.
                                 * @default null
                                 */
                                fixedNumber: string | null;
                                /**
                                 * @description Says who really calls in P-Asserted-Identity (RFC 3325), also when From is fixed or hidden.
                                 * @default true
                                 */
                                assertedIdentity: boolean;
                                /**
                                 * @description Believes P-Asserted-Identity of calls that come in.
                                 * @default false
                                 */
                                trustTheirs: boolean;
                                /**
                                 * @description Hides the caller (RFC 3323) when he asks for it, always, or never.
                                 * @default as-asked
                                 * @enum {string}
                                 */
                                privacy: "as-asked" | "always" | "never";
                                /**
                                 * @description How a forwarded call says who was dialled first: Diversion (RFC 5806) or History-Info (RFC 7044).
                                 * @default diversion
                                 * @enum {string}
                                 */
                                forwarded: "none" | "diversion" | "history-info" | "both";
                            };
                            failover: {
                                /**
                                 * @description A gateway that sent nothing at all after this time is left for the next one.
                                 * @default 3
                                 */
                                answerTimeoutSeconds: number;
                                /**
                                 * @description No further gateway is tried when the caller has waited for this long.
                                 * @default 20
                                 */
                                postDialLimitSeconds: number;
                                /**
                                 * @description Answers after which the next gateway is tried.
                                 * @default [
                                 *       408,
                                 *       500,
                                 *       502,
                                 *       503,
                                 *       504
                                 *     ]
                                 */
                                statuses: number[];
                            };
                            health: {
                                /**
                                 * @description How often each gateway is asked whether it is there (OPTIONS). 0: never; calls alone tell.
                                 * @default 30
                                 */
                                optionsIntervalSeconds: number;
                                /**
                                 * @description Failures in a row after which a gateway counts as down.
                                 * @default 3
                                 */
                                downAfter: number;
                                /**
                                 * @description Answers in a row after which it counts as up again.
                                 * @default 2
                                 */
                                upAfter: number;
                            };
                            sessionTimers: {
                                /**
                                 * @description Whether a call without sound and signalling is ended (RFC 4028): not, as asked, or on our wish.
                                 * @default accept
                                 * @enum {string}
                                 */
                                mode: "off" | "accept" | "request";
                                /** @default 1800 */
                                expiresSeconds: number;
                            };
                            limits: {
                                /**
                                 * @description Calls at the same time in both directions. Empty: no limit.
                                 * @default null
                                 */
                                concurrentCalls: number | null;
                                /**
                                 * @description New calls per second through the trunk. Empty: no limit.
                                 * @default null
                                 */
                                callsPerSecond: number | null;
                                /**
                                 * @description What calls may cost in 24 hours, by the rate table, in its currency. Empty: no limit.
                                 * @default null
                                 */
                                spendPerDay: number | null;
                            };
                            /**
                             * @description When the trunk may be used. Empty: always.
                             * @default null
                             */
                            schedule: {
                                /** @description Such as Europe/Zurich. */
                                timeZone: string;
                                windows: {
                                    /** @description 1 is Monday, 7 is Sunday. */
                                    days: number[];
                                    from: string;
                                    /** @description Before "from": the window ends on the next day. */
                                    to: string;
                                }[];
                            } | null;
                            headers: {
                                /**
                                 * @description Headers added to calls that go out, such as an account number that the carrier asks for.
                                 * @default []
                                 */
                                add: {
                                    name: string;
                                    value: string;
                                }[];
                                /**
                                 * @description Headers that calls to this trunk shall not carry.
                                 * @default []
                                 */
                                remove: string[];
                            };
                            /** @description Short name of the trunk, used in addresses and files. It cannot be changed later. */
                            id: string;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                            secretIsSet: boolean;
                            /** @description The file that describes this trunk, which can only be changed there; null: the console does. */
                            managedBy: string | null;
                            /** Format: date-time */
                            updatedAt: string;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunk-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Settings with which a new trunk can begin
         * @description Needs the scope `trunks:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            templates: {
                                id: string;
                                title: string;
                                /** @description When to take this one. */
                                why: string;
                                settings: {
                                    /** @description As the console shows it. */
                                    name: string;
                                    /** @default true */
                                    enabled: boolean;
                                    /**
                                     * @description The provider template that it began from.
                                     * @default null
                                     */
                                    template: string | null;
                                    /**
                                     * @description Which calls the trunk may carry.
                                     * @default both
                                     * @enum {string}
                                     */
                                    direction: "both" | "in" | "out";
                                    connection: {
                                        /** @enum {string} */
                                        kind: "register-to-carrier";
                                        /** @description The carrier's SIP domain, as it stands in the addresses that it gave you. */
                                        domain: string;
                                        /** @description The user name or number under which we register. */
                                        username: string;
                                        /**
                                         * @description Only when the carrier gave a second name for signing in.
                                         * @default null
                                         */
                                        authorizationUsername: string | null;
                                        /**
                                         * @description The secret answers challenges of this realm alone. Empty: the domain. Test shows the realm that the carrier uses.
                                         * @default null
                                         */
                                        realm: string | null;
                                        /**
                                         * @description How long a registration shall last. The carrier may shorten it.
                                         * @default 600
                                         */
                                        expiresSeconds: number;
                                    } | {
                                        /** @enum {string} */
                                        kind: "pbx-registers";
                                        /** @description The user name with which the PBX signs in here. */
                                        username: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "by-address";
                                        /**
                                         * @description Only when the carrier challenges calls, although it knows our address.
                                         * @default null
                                         */
                                        username: string | null;
                                        /**
                                         * @description The realm for which that user name has a secret. Empty: the host of the gateway.
                                         * @default null
                                         */
                                        realm: string | null;
                                    } | {
                                        /** @enum {string} */
                                        kind: "mutual-tls";
                                        /** @description Names in the certificate of the other side; a call is accepted when one of them is in it. */
                                        certificateNames: string[];
                                    };
                                    /**
                                     * @description Servers to which calls are sent.
                                     * @default []
                                     */
                                    gateways: {
                                        /** @description Host name or address. A name without a port is looked up by DNS SRV (RFC 3263). */
                                        host: string;
                                        /**
                                         * @description Empty: by DNS SRV, else 5060, or 5061 for TLS.
                                         * @default null
                                         */
                                        port: number | null;
                                        /**
                                         * @description TLS encrypts the signalling.
                                         * @default udp
                                         * @enum {string}
                                         */
                                        transport: "udp" | "tcp" | "tls";
                                        /**
                                         * @description Lower is tried first; a higher one only when all lower ones failed.
                                         * @default 10
                                         */
                                        priority: number;
                                        /**
                                         * @description Share of the calls among gateways of the same priority; 0 only when no other is left.
                                         * @default 1
                                         */
                                        weight: number;
                                    }[];
                                    /**
                                     * @description Addresses from which calls are accepted, besides those of the gateways.
                                     * @default []
                                     */
                                    allowedSources: string[];
                                    /**
                                     * @description Everything for this trunk is sent through this server first.
                                     * @default null
                                     */
                                    outboundProxy: {
                                        /** @description Host name or address. A name without a port is looked up by DNS SRV (RFC 3263). */
                                        host: string;
                                        /**
                                         * @description Empty: by DNS SRV, else 5060, or 5061 for TLS.
                                         * @default null
                                         */
                                        port: number | null;
                                        /**
                                         * @description TLS encrypts the signalling.
                                         * @default udp
                                         * @enum {string}
                                         */
                                        transport: "udp" | "tcp" | "tls";
                                    } | null;
                                    media: {
                                        /**
                                         * @description SRTP with keys in the signalling (SDES). "required": no call without it.
                                         * @default off
                                         * @enum {string}
                                         */
                                        encryption: "off" | "optional" | "required";
                                        /**
                                         * @description In the order of preference. Others are not offered.
                                         * @default [
                                         *       "PCMA",
                                         *       "PCMU"
                                         *     ]
                                         */
                                        codecs: ("opus" | "G722" | "PCMU" | "PCMA" | "G729" | "GSM" | "iLBC" | "speex" | "AMR" | "AMR-WB")[];
                                        /**
                                         * @description How pressed keys travel on this trunk: as telephone events, as SIP INFO, or as tones in the sound. The media relay makes of the keys of either side what the other wants; without one they pass as they are sent. Before the answer no key becomes SIP INFO.
                                         * @default rfc4733
                                         * @enum {string}
                                         */
                                        dtmf: "rfc4733" | "info" | "in-band";
                                        /**
                                         * @description pass: the caller hears the carrier's own ringing and announcements. ring: an ordinary ringing tone.
                                         * @default pass
                                         * @enum {string}
                                         */
                                        earlyMedia: "pass" | "ring";
                                    };
                                    callerId: {
                                        /**
                                         * @description What stands in From: the number of who calls, always the same number, or the registered user name.
                                         * @default caller
                                         * @enum {string}
                                         */
                                        from: "caller" | "fixed" | "account";
                                        /**
                                         * @description The number for "fixed", and for callers without one.
                                         * @default null
                                         */
                                        fixedNumber: string | null;
                                        /**
                                         * @description Says who really calls in P-Asserted-Identity (RFC 3325), also when From is fixed or hidden.
                                         * @default true
                                         */
                                        assertedIdentity: boolean;
                                        /**
                                         * @description Believes P-Asserted-Identity of calls that come in.
                                         * @default false
                                         */
                                        trustTheirs: boolean;
                                        /**
                                         * @description Hides the caller (RFC 3323) when he asks for it, always, or never.
                                         * @default as-asked
                                         * @enum {string}
                                         */
                                        privacy: "as-asked" | "always" | "never";
                                        /**
                                         * @description How a forwarded call says who was dialled first: Diversion (RFC 5806) or History-Info (RFC 7044).
                                         * @default diversion
                                         * @enum {string}
                                         */
                                        forwarded: "none" | "diversion" | "history-info" | "both";
                                    };
                                    failover: {
                                        /**
                                         * @description A gateway that sent nothing at all after this time is left for the next one.
                                         * @default 3
                                         */
                                        answerTimeoutSeconds: number;
                                        /**
                                         * @description No further gateway is tried when the caller has waited for this long.
                                         * @default 20
                                         */
                                        postDialLimitSeconds: number;
                                        /**
                                         * @description Answers after which the next gateway is tried.
                                         * @default [
                                         *       408,
                                         *       500,
                                         *       502,
                                         *       503,
                                         *       504
                                         *     ]
                                         */
                                        statuses: number[];
                                    };
                                    health: {
                                        /**
                                         * @description How often each gateway is asked whether it is there (OPTIONS). 0: never; calls alone tell.
                                         * @default 30
                                         */
                                        optionsIntervalSeconds: number;
                                        /**
                                         * @description Failures in a row after which a gateway counts as down.
                                         * @default 3
                                         */
                                        downAfter: number;
                                        /**
                                         * @description Answers in a row after which it counts as up again.
                                         * @default 2
                                         */
                                        upAfter: number;
                                    };
                                    sessionTimers: {
                                        /**
                                         * @description Whether a call without sound and signalling is ended (RFC 4028): not, as asked, or on our wish.
                                         * @default accept
                                         * @enum {string}
                                         */
                                        mode: "off" | "accept" | "request";
                                        /** @default 1800 */
                                        expiresSeconds: number;
                                    };
                                    limits: {
                                        /**
                                         * @description Calls at the same time in both directions. Empty: no limit.
                                         * @default null
                                         */
                                        concurrentCalls: number | null;
                                        /**
                                         * @description New calls per second through the trunk. Empty: no limit.
                                         * @default null
                                         */
                                        callsPerSecond: number | null;
                                        /**
                                         * @description What calls may cost in 24 hours, by the rate table, in its currency. Empty: no limit.
                                         * @default null
                                         */
                                        spendPerDay: number | null;
                                    };
                                    /**
                                     * @description When the trunk may be used. Empty: always.
                                     * @default null
                                     */
                                    schedule: {
                                        /** @description Such as Europe/Zurich. */
                                        timeZone: string;
                                        windows: {
                                            /** @description 1 is Monday, 7 is Sunday. */
                                            days: number[];
                                            from: string;
                                            /** @description Before "from": the window ends on the next day. */
                                            to: string;
                                        }[];
                                    } | null;
                                    headers: {
                                        /**
                                         * @description Headers added to calls that go out, such as an account number that the carrier asks for.
                                         * @default []
                                         */
                                        add: {
                                            name: string;
                                            value: string;
                                        }[];
                                        /**
                                         * @description Headers that calls to this trunk shall not carry.
                                         * @default []
                                         */
                                        remove: string[];
                                    };
                                };
                                fillIn: string[];
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One trunk, with the ETag that an edit needs
         * @description Needs the scope `trunks:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Short name of the trunk, used in addresses and files. It cannot be changed later. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description As the console shows it. */
                            name: string;
                            /** @default true */
                            enabled: boolean;
                            /**
                             * @description The provider template that it began from.
                             * @default null
                             */
                            template: string | null;
                            /**
                             * @description Which calls the trunk may carry.
                             * @default both
                             * @enum {string}
                             */
                            direction: "both" | "in" | "out";
                            connection: {
                                /** @enum {string} */
                                kind: "register-to-carrier";
                                /** @description The carrier's SIP domain, as it stands in the addresses that it gave you. */
                                domain: string;
                                /** @description The user name or number under which we register. */
                                username: string;
                                /**
                                 * @description Only when the carrier gave a second name for signing in.
                                 * @default null
                                 */
                                authorizationUsername: string | null;
                                /**
                                 * @description The secret answers challenges of this realm alone. Empty: the domain. Test shows the realm that the carrier uses.
                                 * @default null
                                 */
                                realm: string | null;
                                /**
                                 * @description How long a registration shall last. The carrier may shorten it.
                                 * @default 600
                                 */
                                expiresSeconds: number;
                            } | {
                                /** @enum {string} */
                                kind: "pbx-registers";
                                /** @description The user name with which the PBX signs in here. */
                                username: string;
                            } | {
                                /** @enum {string} */
                                kind: "by-address";
                                /**
                                 * @description Only when the carrier challenges calls, although it knows our address.
                                 * @default null
                                 */
                                username: string | null;
                                /**
                                 * @description The realm for which that user name has a secret. Empty: the host of the gateway.
                                 * @default null
                                 */
                                realm: string | null;
                            } | {
                                /** @enum {string} */
                                kind: "mutual-tls";
                                /** @description Names in the certificate of the other side; a call is accepted when one of them is in it. */
                                certificateNames: string[];
                            };
                            /**
                             * @description Servers to which calls are sent.
                             * @default []
                             */
                            gateways: {
                                /** @description Host name or address. A name without a port is looked up by DNS SRV (RFC 3263). */
                                host: string;
                                /**
                                 * @description Empty: by DNS SRV, else 5060, or 5061 for TLS.
                                 * @default null
                                 */
                                port: number | null;
                                /**
                                 * @description TLS encrypts the signalling.
                                 * @default udp
                                 * @enum {string}
                                 */
                                transport: "udp" | "tcp" | "tls";
                                /**
                                 * @description Lower is tried first; a higher one only when all lower ones failed.
                                 * @default 10
                                 */
                                priority: number;
                                /**
                                 * @description Share of the calls among gateways of the same priority; 0 only when no other is left.
                                 * @default 1
                                 */
                                weight: number;
                            }[];
                            /**
                             * @description Addresses from which calls are accepted, besides those of the gateways.
                             * @default []
                             */
                            allowedSources: string[];
                            /**
                             * @description Everything for this trunk is sent through this server first.
                             * @default null
                             */
                            outboundProxy: {
                                /** @description Host name or address. A name without a port is looked up by DNS SRV (RFC 3263). */
                                host: string;
                                /**
                                 * @description Empty: by DNS SRV, else 5060, or 5061 for TLS.
                                 * @default null
                                 */
                                port: number | null;
                                /**
                                 * @description TLS encrypts the signalling.
                                 * @default udp
                                 * @enum {string}
                                 */
                                transport: "udp" | "tcp" | "tls";
                            } | null;
                            media: {
                                /**
                                 * @description SRTP with keys in the signalling (SDES). "required": no call without it.
                                 * @default off
                                 * @enum {string}
                                 */
                                encryption: "off" | "optional" | "required";
                                /**
                                 * @description In the order of preference. Others are not offered.
                                 * @default [
                                 *       "PCMA",
                                 *       "PCMU"
                                 *     ]
                                 */
                                codecs: ("opus" | "G722" | "PCMU" | "PCMA" | "G729" | "GSM" | "iLBC" | "speex" | "AMR" | "AMR-WB")[];
                                /**
                                 * @description How pressed keys travel on this trunk: as telephone events, as SIP INFO, or as tones in the sound. The media relay makes of the keys of either side what the other wants; without one they pass as they are sent. Before the answer no key becomes SIP INFO.
                                 * @default rfc4733
                                 * @enum {string}
                                 */
                                dtmf: "rfc4733" | "info" | "in-band";
                                /**
                                 * @description pass: the caller hears the carrier's own ringing and announcements. ring: an ordinary ringing tone.
                                 * @default pass
                                 * @enum {string}
                                 */
                                earlyMedia: "pass" | "ring";
                            };
                            callerId: {
                                /**
                                 * @description What stands in From: the number of who calls, always the same number, or the registered user name.
                                 * @default caller
                                 * @enum {string}
                                 */
                                from: "caller" | "fixed" | "account";
                                /**
                                 * @description The number for "fixed", and for callers without one.
                                 * @default null
                                 */
                                fixedNumber: string | null;
                                /**
                                 * @description Says who really calls in P-Asserted-Identity (RFC 3325), also when From is fixed or hidden.
                                 * @default true
                                 */
                                assertedIdentity: boolean;
                                /**
                                 * @description Believes P-Asserted-Identity of calls that come in.
                                 * @default false
                                 */
                                trustTheirs: boolean;
                                /**
                                 * @description Hides the caller (RFC 3323) when he asks for it, always, or never.
                                 * @default as-asked
                                 * @enum {string}
                                 */
                                privacy: "as-asked" | "always" | "never";
                                /**
                                 * @description How a forwarded call says who was dialled first: Diversion (RFC 5806) or History-Info (RFC 7044).
                                 * @default diversion
                                 * @enum {string}
                                 */
                                forwarded: "none" | "diversion" | "history-info" | "both";
                            };
                            failover: {
                                /**
                                 * @description A gateway that sent nothing at all after this time is left for the next one.
                                 * @default 3
                                 */
                                answerTimeoutSeconds: number;
                                /**
                                 * @description No further gateway is tried when the caller has waited for this long.
                                 * @default 20
                                 */
                                postDialLimitSeconds: number;
                                /**
                                 * @description Answers after which the next gateway is tried.
                                 * @default [
                                 *       408,
                                 *       500,
                                 *       502,
                                 *       503,
                                 *       504
                                 *     ]
                                 */
                                statuses: number[];
                            };
                            health: {
                                /**
                                 * @description How often each gateway is asked whether it is there (OPTIONS). 0: never; calls alone tell.
                                 * @default 30
                                 */
                                optionsIntervalSeconds: number;
                                /**
                                 * @description Failures in a row after which a gateway counts as down.
                                 * @default 3
                                 */
                                downAfter: number;
                                /**
                                 * @description Answers in a row after which it counts as up again.
                                 * @default 2
                                 */
                                upAfter: number;
                            };
                            sessionTimers: {
                                /**
                                 * @description Whether a call without sound and signalling is ended (RFC 4028): not, as asked, or on our wish.
                                 * @default accept
                                 * @enum {string}
                                 */
                                mode: "off" | "accept" | "request";
                                /** @default 1800 */
                                expiresSeconds: number;
                            };
                            limits: {
                                /**
                                 * @description Calls at the same time in both directions. Empty: no limit.
                                 * @default null
                                 */
                                concurrentCalls: number | null;
                                /**
                                 * @description New calls per second through the trunk. Empty: no limit.
                                 * @default null
                                 */
                                callsPerSecond: number | null;
                                /**
                                 * @description What calls may cost in 24 hours, by the rate table, in its currency. Empty: no limit.
                                 * @default null
                                 */
                                spendPerDay: number | null;
                            };
                            /**
                             * @description When the trunk may be used. Empty: always.
                             * @default null
                             */
                            schedule: {
                                /** @description Such as Europe/Zurich. */
                                timeZone: string;
                                windows: {
                                    /** @description 1 is Monday, 7 is Sunday. */
                                    days: number[];
                                    from: string;
                                    /** @description Before "from": the window ends on the next day. */
                                    to: string;
                                }[];
                            } | null;
                            headers: {
                                /**
                                 * @description Headers added to calls that go out, such as an account number that the carrier asks for.
                                 * @default []
                                 */
                                add: {
                                    name: string;
                                    value: string;
                                }[];
                                /**
                                 * @description Headers that calls to this trunk shall not carry.
                                 * @default []
                                 */
                                remove: string[];
                            };
                            /** @description Short name of the trunk, used in addresses and files. It cannot be changed later. */
                            id: string;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                            secretIsSet: boolean;
                            /** @description The file that describes this trunk, which can only be changed there; null: the console does. */
                            managedBy: string | null;
                            /** Format: date-time */
                            updatedAt: string;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        /**
         * Replaces the settings of a trunk; calls go on
         * @description Needs the scope `trunks:write`.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    /** @description Short name of the trunk, used in addresses and files. It cannot be changed later. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description As the console shows it. */
                        name: string;
                        /** @default true */
                        enabled?: boolean;
                        /**
                         * @description The provider template that it began from.
                         * @default null
                         */
                        template?: string | null;
                        /**
                         * @description Which calls the trunk may carry.
                         * @default both
                         * @enum {string}
                         */
                        direction?: "both" | "in" | "out";
                        connection: {
                            /** @enum {string} */
                            kind: "register-to-carrier";
                            /** @description The carrier's SIP domain, as it stands in the addresses that it gave you. */
                            domain: string;
                            /** @description The user name or number under which we register. */
                            username: string;
                            /**
                             * @description Only when the carrier gave a second name for signing in.
                             * @default null
                             */
                            authorizationUsername?: string | null;
                            /**
                             * @description The secret answers challenges of this realm alone. Empty: the domain. Test shows the realm that the carrier uses.
                             * @default null
                             */
                            realm?: string | null;
                            /**
                             * @description How long a registration shall last. The carrier may shorten it.
                             * @default 600
                             */
                            expiresSeconds?: number;
                        } | {
                            /** @enum {string} */
                            kind: "pbx-registers";
                            /** @description The user name with which the PBX signs in here. */
                            username: string;
                        } | {
                            /** @enum {string} */
                            kind: "by-address";
                            /**
                             * @description Only when the carrier challenges calls, although it knows our address.
                             * @default null
                             */
                            username?: string | null;
                            /**
                             * @description The realm for which that user name has a secret. Empty: the host of the gateway.
                             * @default null
                             */
                            realm?: string | null;
                        } | {
                            /** @enum {string} */
                            kind: "mutual-tls";
                            /** @description Names in the certificate of the other side; a call is accepted when one of them is in it. */
                            certificateNames: string[];
                        };
                        /**
                         * @description Servers to which calls are sent.
                         * @default []
                         */
                        gateways?: {
                            /** @description Host name or address. A name without a port is looked up by DNS SRV (RFC 3263). */
                            host: string;
                            /**
                             * @description Empty: by DNS SRV, else 5060, or 5061 for TLS.
                             * @default null
                             */
                            port?: number | null;
                            /**
                             * @description TLS encrypts the signalling.
                             * @default udp
                             * @enum {string}
                             */
                            transport?: "udp" | "tcp" | "tls";
                            /**
                             * @description Lower is tried first; a higher one only when all lower ones failed.
                             * @default 10
                             */
                            priority?: number;
                            /**
                             * @description Share of the calls among gateways of the same priority; 0 only when no other is left.
                             * @default 1
                             */
                            weight?: number;
                        }[];
                        /**
                         * @description Addresses from which calls are accepted, besides those of the gateways.
                         * @default []
                         */
                        allowedSources?: string[];
                        /**
                         * @description Everything for this trunk is sent through this server first.
                         * @default null
                         */
                        outboundProxy?: {
                            /** @description Host name or address. A name without a port is looked up by DNS SRV (RFC 3263). */
                            host: string;
                            /**
                             * @description Empty: by DNS SRV, else 5060, or 5061 for TLS.
                             * @default null
                             */
                            port?: number | null;
                            /**
                             * @description TLS encrypts the signalling.
                             * @default udp
                             * @enum {string}
                             */
                            transport?: "udp" | "tcp" | "tls";
                        } | null;
                        /** @default {} */
                        media?: {
                            /**
                             * @description SRTP with keys in the signalling (SDES). "required": no call without it.
                             * @default off
                             * @enum {string}
                             */
                            encryption?: "off" | "optional" | "required";
                            /**
                             * @description In the order of preference. Others are not offered.
                             * @default [
                             *       "PCMA",
                             *       "PCMU"
                             *     ]
                             */
                            codecs?: ("opus" | "G722" | "PCMU" | "PCMA" | "G729" | "GSM" | "iLBC" | "speex" | "AMR" | "AMR-WB")[];
                            /**
                             * @description How pressed keys travel on this trunk: as telephone events, as SIP INFO, or as tones in the sound. The media relay makes of the keys of either side what the other wants; without one they pass as they are sent. Before the answer no key becomes SIP INFO.
                             * @default rfc4733
                             * @enum {string}
                             */
                            dtmf?: "rfc4733" | "info" | "in-band";
                            /**
                             * @description pass: the caller hears the carrier's own ringing and announcements. ring: an ordinary ringing tone.
                             * @default pass
                             * @enum {string}
                             */
                            earlyMedia?: "pass" | "ring";
                        };
                        /** @default {} */
                        callerId?: {
                            /**
                             * @description What stands in From: the number of who calls, always the same number, or the registered user name.
                             * @default caller
                             * @enum {string}
                             */
                            from?: "caller" | "fixed" | "account";
                            /**
                             * @description The number for "fixed", and for callers without one.
                             * @default null
                             */
                            fixedNumber?: string | null;
                            /**
                             * @description Says who really calls in P-Asserted-Identity (RFC 3325), also when From is fixed or hidden.
                             * @default true
                             */
                            assertedIdentity?: boolean;
                            /**
                             * @description Believes P-Asserted-Identity of calls that come in.
                             * @default false
                             */
                            trustTheirs?: boolean;
                            /**
                             * @description Hides the caller (RFC 3323) when he asks for it, always, or never.
                             * @default as-asked
                             * @enum {string}
                             */
                            privacy?: "as-asked" | "always" | "never";
                            /**
                             * @description How a forwarded call says who was dialled first: Diversion (RFC 5806) or History-Info (RFC 7044).
                             * @default diversion
                             * @enum {string}
                             */
                            forwarded?: "none" | "diversion" | "history-info" | "both";
                        };
                        /** @default {} */
                        failover?: {
                            /**
                             * @description A gateway that sent nothing at all after this time is left for the next one.
                             * @default 3
                             */
                            answerTimeoutSeconds?: number;
                            /**
                             * @description No further gateway is tried when the caller has waited for this long.
                             * @default 20
                             */
                            postDialLimitSeconds?: number;
                            /**
                             * @description Answers after which the next gateway is tried.
                             * @default [
                             *       408,
                             *       500,
                             *       502,
                             *       503,
                             *       504
                             *     ]
                             */
                            statuses?: number[];
                        };
                        /** @default {} */
                        health?: {
                            /**
                             * @description How often each gateway is asked whether it is there (OPTIONS). 0: never; calls alone tell.
                             * @default 30
                             */
                            optionsIntervalSeconds?: number;
                            /**
                             * @description Failures in a row after which a gateway counts as down.
                             * @default 3
                             */
                            downAfter?: number;
                            /**
                             * @description Answers in a row after which it counts as up again.
                             * @default 2
                             */
                            upAfter?: number;
                        };
                        /** @default {} */
                        sessionTimers?: {
                            /**
                             * @description Whether a call without sound and signalling is ended (RFC 4028): not, as asked, or on our wish.
                             * @default accept
                             * @enum {string}
                             */
                            mode?: "off" | "accept" | "request";
                            /** @default 1800 */
                            expiresSeconds?: number;
                        };
                        /** @default {} */
                        limits?: {
                            /**
                             * @description Calls at the same time in both directions. Empty: no limit.
                             * @default null
                             */
                            concurrentCalls?: number | null;
                            /**
                             * @description New calls per second through the trunk. Empty: no limit.
                             * @default null
                             */
                            callsPerSecond?: number | null;
                            /**
                             * @description What calls may cost in 24 hours, by the rate table, in its currency. Empty: no limit.
                             * @default null
                             */
                            spendPerDay?: number | null;
                        };
                        /**
                         * @description When the trunk may be used. Empty: always.
                         * @default null
                         */
                        schedule?: {
                            /** @description Such as Europe/Zurich. */
                            timeZone: string;
                            windows: {
                                /** @description 1 is Monday, 7 is Sunday. */
                                days: number[];
                                from: string;
                                /** @description Before "from": the window ends on the next day. */
                                to: string;
                            }[];
                        } | null;
                        /** @default {} */
                        headers?: {
                            /**
                             * @description Headers added to calls that go out, such as an account number that the carrier asks for.
                             * @default []
                             */
                            add?: {
                                name: string;
                                value: string;
                            }[];
                            /**
                             * @description Headers that calls to this trunk shall not carry.
                             * @default []
                             */
                            remove?: string[];
                        };
                        secret?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description As the console shows it. */
                            name: string;
                            /** @default true */
                            enabled: boolean;
                            /**
                             * @description The provider template that it began from.
                             * @default null
                             */
                            template: string | null;
                            /**
                             * @description Which calls the trunk may carry.
                             * @default both
                             * @enum {string}
                             */
                            direction: "both" | "in" | "out";
                            connection: {
                                /** @enum {string} */
                                kind: "register-to-carrier";
                                /** @description The carrier's SIP domain, as it stands in the addresses that it gave you. */
                                domain: string;
                                /** @description The user name or number under which we register. */
                                username: string;
                                /**
                                 * @description Only when the carrier gave a second name for signing in.
                                 * @default null
                                 */
                                authorizationUsername: string | null;
                                /**
                                 * @description The secret answers challenges of this realm alone. Empty: the domain. Test shows the realm that the carrier uses.
                                 * @default null
                                 */
                                realm: string | null;
                                /**
                                 * @description How long a registration shall last. The carrier may shorten it.
                                 * @default 600
                                 */
                                expiresSeconds: number;
                            } | {
                                /** @enum {string} */
                                kind: "pbx-registers";
                                /** @description The user name with which the PBX signs in here. */
                                username: string;
                            } | {
                                /** @enum {string} */
                                kind: "by-address";
                                /**
                                 * @description Only when the carrier challenges calls, although it knows our address.
                                 * @default null
                                 */
                                username: string | null;
                                /**
                                 * @description The realm for which that user name has a secret. Empty: the host of the gateway.
                                 * @default null
                                 */
                                realm: string | null;
                            } | {
                                /** @enum {string} */
                                kind: "mutual-tls";
                                /** @description Names in the certificate of the other side; a call is accepted when one of them is in it. */
                                certificateNames: string[];
                            };
                            /**
                             * @description Servers to which calls are sent.
                             * @default []
                             */
                            gateways: {
                                /** @description Host name or address. A name without a port is looked up by DNS SRV (RFC 3263). */
                                host: string;
                                /**
                                 * @description Empty: by DNS SRV, else 5060, or 5061 for TLS.
                                 * @default null
                                 */
                                port: number | null;
                                /**
                                 * @description TLS encrypts the signalling.
                                 * @default udp
                                 * @enum {string}
                                 */
                                transport: "udp" | "tcp" | "tls";
                                /**
                                 * @description Lower is tried first; a higher one only when all lower ones failed.
                                 * @default 10
                                 */
                                priority: number;
                                /**
                                 * @description Share of the calls among gateways of the same priority; 0 only when no other is left.
                                 * @default 1
                                 */
                                weight: number;
                            }[];
                            /**
                             * @description Addresses from which calls are accepted, besides those of the gateways.
                             * @default []
                             */
                            allowedSources: string[];
                            /**
                             * @description Everything for this trunk is sent through this server first.
                             * @default null
                             */
                            outboundProxy: {
                                /** @description Host name or address. A name without a port is looked up by DNS SRV (RFC 3263). */
                                host: string;
                                /**
                                 * @description Empty: by DNS SRV, else 5060, or 5061 for TLS.
                                 * @default null
                                 */
                                port: number | null;
                                /**
                                 * @description TLS encrypts the signalling.
                                 * @default udp
                                 * @enum {string}
                                 */
                                transport: "udp" | "tcp" | "tls";
                            } | null;
                            media: {
                                /**
                                 * @description SRTP with keys in the signalling (SDES). "required": no call without it.
                                 * @default off
                                 * @enum {string}
                                 */
                                encryption: "off" | "optional" | "required";
                                /**
                                 * @description In the order of preference. Others are not offered.
                                 * @default [
                                 *       "PCMA",
                                 *       "PCMU"
                                 *     ]
                                 */
                                codecs: ("opus" | "G722" | "PCMU" | "PCMA" | "G729" | "GSM" | "iLBC" | "speex" | "AMR" | "AMR-WB")[];
                                /**
                                 * @description How pressed keys travel on this trunk: as telephone events, as SIP INFO, or as tones in the sound. The media relay makes of the keys of either side what the other wants; without one they pass as they are sent. Before the answer no key becomes SIP INFO.
                                 * @default rfc4733
                                 * @enum {string}
                                 */
                                dtmf: "rfc4733" | "info" | "in-band";
                                /**
                                 * @description pass: the caller hears the carrier's own ringing and announcements. ring: an ordinary ringing tone.
                                 * @default pass
                                 * @enum {string}
                                 */
                                earlyMedia: "pass" | "ring";
                            };
                            callerId: {
                                /**
                                 * @description What stands in From: the number of who calls, always the same number, or the registered user name.
                                 * @default caller
                                 * @enum {string}
                                 */
                                from: "caller" | "fixed" | "account";
                                /**
                                 * @description The number for "fixed", and for callers without one.
                                 * @default null
                                 */
                                fixedNumber: string | null;
                                /**
                                 * @description Says who really calls in P-Asserted-Identity (RFC 3325), also when From is fixed or hidden.
                                 * @default true
                                 */
                                assertedIdentity: boolean;
                                /**
                                 * @description Believes P-Asserted-Identity of calls that come in.
                                 * @default false
                                 */
                                trustTheirs: boolean;
                                /**
                                 * @description Hides the caller (RFC 3323) when he asks for it, always, or never.
                                 * @default as-asked
                                 * @enum {string}
                                 */
                                privacy: "as-asked" | "always" | "never";
                                /**
                                 * @description How a forwarded call says who was dialled first: Diversion (RFC 5806) or History-Info (RFC 7044).
                                 * @default diversion
                                 * @enum {string}
                                 */
                                forwarded: "none" | "diversion" | "history-info" | "both";
                            };
                            failover: {
                                /**
                                 * @description A gateway that sent nothing at all after this time is left for the next one.
                                 * @default 3
                                 */
                                answerTimeoutSeconds: number;
                                /**
                                 * @description No further gateway is tried when the caller has waited for this long.
                                 * @default 20
                                 */
                                postDialLimitSeconds: number;
                                /**
                                 * @description Answers after which the next gateway is tried.
                                 * @default [
                                 *       408,
                                 *       500,
                                 *       502,
                                 *       503,
                                 *       504
                                 *     ]
                                 */
                                statuses: number[];
                            };
                            health: {
                                /**
                                 * @description How often each gateway is asked whether it is there (OPTIONS). 0: never; calls alone tell.
                                 * @default 30
                                 */
                                optionsIntervalSeconds: number;
                                /**
                                 * @description Failures in a row after which a gateway counts as down.
                                 * @default 3
                                 */
                                downAfter: number;
                                /**
                                 * @description Answers in a row after which it counts as up again.
                                 * @default 2
                                 */
                                upAfter: number;
                            };
                            sessionTimers: {
                                /**
                                 * @description Whether a call without sound and signalling is ended (RFC 4028): not, as asked, or on our wish.
                                 * @default accept
                                 * @enum {string}
                                 */
                                mode: "off" | "accept" | "request";
                                /** @default 1800 */
                                expiresSeconds: number;
                            };
                            limits: {
                                /**
                                 * @description Calls at the same time in both directions. Empty: no limit.
                                 * @default null
                                 */
                                concurrentCalls: number | null;
                                /**
                                 * @description New calls per second through the trunk. Empty: no limit.
                                 * @default null
                                 */
                                callsPerSecond: number | null;
                                /**
                                 * @description What calls may cost in 24 hours, by the rate table, in its currency. Empty: no limit.
                                 * @default null
                                 */
                                spendPerDay: number | null;
                            };
                            /**
                             * @description When the trunk may be used. Empty: always.
                             * @default null
                             */
                            schedule: {
                                /** @description Such as Europe/Zurich. */
                                timeZone: string;
                                windows: {
                                    /** @description 1 is Monday, 7 is Sunday. */
                                    days: number[];
                                    from: string;
                                    /** @description Before "from": the window ends on the next day. */
                                    to: string;
                                }[];
                            } | null;
                            headers: {
                                /**
                                 * @description Headers added to calls that go out, such as an account number that the carrier asks for.
                                 * @default []
                                 */
                                add: {
                                    name: string;
                                    value: string;
                                }[];
                                /**
                                 * @description Headers that calls to this trunk shall not carry.
                                 * @default []
                                 */
                                remove: string[];
                            };
                            /** @description Short name of the trunk, used in addresses and files. It cannot be changed later. */
                            id: string;
                            /** @description Counts the changes; it is the ETag too. */
                            version: number;
                            secretIsSet: boolean;
                            /** @description The file that describes this trunk, which can only be changed there; null: the console does. */
                            managedBy: string | null;
                            /** Format: date-time */
                            updatedAt: string;
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        /**
         * Removes a trunk; calls go on until they end
         * @description Needs the scope `trunks:write`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the version that was edited. Required. */
                    "if-match"?: string;
                };
                path: {
                    /** @description Short name of the trunk, used in addresses and files. It cannot be changed later. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a trunk is doing: registration, gateways, calls
         * @description Needs the scope `trunks:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Short name of the trunk, used in addresses and files. It cannot be changed later. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Short name of the trunk, used in addresses and files. It cannot be changed later. */
                            id: string;
                            /** @enum {string} */
                            state: "up" | "degraded" | "down" | "unknown" | "disabled";
                            /** @description A sentence that says why. */
                            reason: string;
                            /** @description Null where nobody registers. */
                            registration: {
                                /** @enum {string} */
                                state: "registered" | "trying" | "failed" | "off";
                                /** @description A sentence. */
                                reason: string;
                                lastStatus: number | null;
                                expiresAt: string | null;
                                nextAttemptAt: string | null;
                            } | null;
                            gateways: {
                                /** @description host:port;transport=udp, the port only where it is set. */
                                gateway: string;
                                /** @enum {string} */
                                state: "up" | "down" | "unknown";
                                /** @description SIP status of the last answer; null when there was none. */
                                lastStatus: number | null;
                                roundTripMs: number | null;
                                checkedAt: string | null;
                                /** @description A sentence. */
                                reason: string;
                            }[];
                            activeCalls: number;
                            lastHour: {
                                attempts: number;
                                /** @description Answered of all calls that went out, 0 to 1. */
                                answerSeizureRatio: number | null;
                                averageCallSeconds: number | null;
                                /** @description From the INVITE to the first ringing, the mean. */
                                postDialDelayMs: number | null;
                            };
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks the gateways, registers, and places an echo call; takes half a minute at most
         * @description Needs the scope `trunks:test`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Short name of the trunk, used in addresses and files. It cannot be changed later. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Number of the carrier's echo service; empty: no call is placed.
                         * @default null
                         */
                        echoNumber?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            ok: boolean;
                            steps: {
                                /** @enum {string} */
                                kind: "options" | "registration" | "echo-call";
                                /** @enum {string} */
                                outcome: "ok" | "failed" | "skipped";
                                gateway: string | null;
                                /** @description The SIP status that came back; null when nothing did. */
                                status: number | null;
                                durationMs: number;
                                /** @description What happened, and what to do about it. */
                                sentence: string;
                                /** @description The response as it came, without its secrets. */
                                received: string | null;
                            }[];
                        };
                    };
                };
                /** @description The request was refused. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
                /** @description The request was refused. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description A path on this server that explains the kind of problem. */
                            type: string;
                            /** @description The kind of problem as a sentence, always the same for one `code`. */
                            title: string;
                            /** @description The HTTP status. */
                            status: number;
                            /** @description What went wrong this time, as a sentence for a person. */
                            detail: string;
                            /** @description `urn:uuid:` and the id of the request, which the server’s log has too. */
                            instance: string;
                            /** @description A stable key of the kind of problem, such as `bad-input`. */
                            code: string;
                            /** @description The fields that are wrong; absent when it is none of them. */
                            errors?: {
                                /** @description Where: names and list positions joined by dots, such as `gateways.0.host`. */
                                field: string;
                                /** @description What is wrong there, as a sentence for a person. */
                                message: string;
                            }[];
                            /** @description What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says. */
                            context?: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
