/* The adapter of ADL CATAPULT's LMS test suite for tests/player/cmi5_suite.py. */
const Wreck = require("@hapi/wreck"),
    {InvalidPackageError} = require("./errors"),
    base = process.env.LMS_BASE;

let credential;

const call = async (method, path, payload) => {
    const response = await Wreck.request(method, `${base}/suite${path}`, {
            payload: payload && ! payload.pipe ? JSON.stringify(payload) : payload,
            headers: {"Content-Type": "application/json"}
        }),
        body = await Wreck.read(response, {json: true});

    return {status: response.statusCode, body};
};

const done = async (...request) => {
    const answer = await call(...request);

    if (answer.status >= 300) {
        throw new Error(`${request[1]}: ${answer.status} ${answer.body}`);
    }

    return answer.body;
};

module.exports = {
    setup: async () => {
        credential = await done("GET", "/credential");
    },
    teardown: async () => {},
    cleanup: async () => {},
    getLrsEndpoint: () => `${base}/xapi`,
    getLrsAuthHeader: () =>
        `Basic ${Buffer.from(`${credential.key}:${credential.secret}`).toString("base64")}`,
    importCourse: async (stream, contentType, filename) => {
        const answer = await call("POST", `/courses/${encodeURIComponent(filename)}`, stream);

        if (answer.status === 400) {
            throw new InvalidPackageError(JSON.stringify(answer.body));
        }
        if (answer.status !== 201) {
            throw new Error(`import: ${answer.status}`);
        }

        return answer.body.course;
    },
    getLaunchUrl: async (course, au, actor, {registration, launchMode}) =>
        (await done("POST", "/launches", {course, au, actor, registration, mode: launchMode})).url,
    hasWaive: () => true,
    waiveAU: async (registration, au, reason) => {
        await done("POST", "/waive", {registration, au, reason});
    },
    hasAbandon: () => true,
    abandonSession: async (session) => {
        await done("POST", `/abandon/${session}`);
    }
};
