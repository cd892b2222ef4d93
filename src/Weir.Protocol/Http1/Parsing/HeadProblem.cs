// A refusal on its way out of a grammar helper: the class of error and a static text for log and response body.

using Weir.Protocol.Http;

namespace Weir.Protocol.Http1.Parsing;

internal readonly record struct HeadProblem(RequestError Error, string Detail)
{
    public static HeadProblem Malformed(string detail) => new(RequestError.Malformed, detail);
}
