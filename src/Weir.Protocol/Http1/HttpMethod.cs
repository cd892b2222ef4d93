// The methods that this proxy treats by name; the rest are Other and pass through.
namespace Weir.Protocol.Http1;

public enum HttpMethod : byte
{
    Other,
    Get,
    Head,
    Post,
    Put,
    Delete,
    Options,
    Trace,
    Patch,
    Connect,
}
