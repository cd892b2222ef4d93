// Where one direction of a connection stands; each side of an exchange keeps one for the message that it reads.
namespace Weir.Protocol.Http1;

public enum Http1State : byte
{
    /// <summary>Nothing of a message has come yet.</summary>
    Idle,

    /// <summary>Its head is coming in.</summary>
    Head,

    /// <summary>Its head is complete, its body is on the way.</summary>
    Body,

    /// <summary>All of it has passed.</summary>
    Done,

    /// <summary>It broke off or broke the protocol: nothing more is read.</summary>
    Broken,
}
