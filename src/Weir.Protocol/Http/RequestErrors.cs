// The status code for each reason to refuse a request head.
namespace Weir.Protocol.Http;

public static class RequestErrors
{
    /// <summary>The status code to answer with; 0 for <see cref="RequestError.None"/>.</summary>
    public static int Status(RequestError error) =>
        error switch
        {
            RequestError.Malformed => 400,
            RequestError.HeadTooLarge => 431,
            RequestError.TargetTooLong => 414,
            RequestError.UnsupportedTransferCoding
            or RequestError.MethodTooLong
            or RequestError.ConnectUnsupported => 501,
            RequestError.VersionUnsupported => 505,
            _ => 0,
        };
}
