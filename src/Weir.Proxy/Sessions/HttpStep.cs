// The steps of a request's life, in order; see HttpSession.Step and ARCHITECTURE.md.
namespace Weir.Proxy.Sessions;

/// <summary>Where an exchange is. Wait is no state: it says that the present step goes on with the next event.</summary>
internal enum HttpStep : byte
{
    ReadHead,
    Pick,
    Queue,
    Acquire,
    SendHead,
    ReadResponse,
    Stream,
    Tunnel,
    Finish,
    Fail,
    Cut,
    Closed,
    Wait,
}
