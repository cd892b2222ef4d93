// What the bytes of a request came to on their listener.
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Facts;
using Weir.Proxy.Routing;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Clients;

/// <summary>
/// The result of <see cref="RequestReader"/>, besides the head. A request that is refused has an <see cref="Error"/>, with Complete where its
/// head is whole all the same.
/// </summary>
internal record struct RequestReading
{
    public RequestReading() { }

    public ParseStatus Status { get; set; }

    /// <inheritdoc cref="RequestParse.HeadLength"/>
    public int HeadLength { get; init; }

    /// <inheritdoc cref="RequestParse.MinorVersion"/>
    public int MinorVersion { get; init; }

    /// <inheritdoc cref="RequestParse.KeepAlive"/>
    public bool KeepAlive { get; init; }

    /// <summary>What the client's peer says of it in forwarding fields is believed.</summary>
    public bool PeerIsTrusted { get; init; }

    /// <summary>Where it goes; null where no route matches.</summary>
    public Route? Route { get; set; }

    public FailureCode Error { get; private set; }

    public string Detail { get; private set; } = "";

    /// <summary>The status to answer with.</summary>
    public int ErrorStatus { get; private set; }

    /// <summary>The first failure is the one that counts.</summary>
    public void Refuse(FailureCode error, string detail, int status = 0)
    {
        if (Error == FailureCode.None)
        {
            Error = error;
            Detail = detail;
            ErrorStatus = status == 0 ? Failure.Of(error).Status : status;
        }
    }
}
