// The methods that this proxy treats by name; the rest are Other and pass through.
namespace Weir.Protocol.Http;

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
