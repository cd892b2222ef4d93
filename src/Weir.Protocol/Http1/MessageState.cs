// Where one direction of an exchange stands; a session keeps one for the request and one for the response.
namespace Weir.Protocol.Http1;

public enum MessageState : byte
{
    /// <summary>Nothing of the message has come yet.</summary>
    Idle,

    /// <summary>Its head is coming in.</summary>
    Head,

    /// <summary>Its head is complete, its body is on the way.</summary>
    Body,

    /// <summary>All of it has passed.</summary>
    Done,

    /// <summary>It was cut or broke the protocol; the connection ends.</summary>
    Broken,
}
