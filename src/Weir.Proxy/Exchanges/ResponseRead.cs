// What a look for a response's head came to.
namespace Weir.Proxy.Exchanges;

/// <summary>The outcomes of <see cref="BackendStream.ReadHead"/>.</summary>
internal enum ResponseRead : byte
{
    /// <summary>The rest of it is asked for.</summary>
    More,

    /// <summary>A head with 1xx: another one follows.</summary>
    Interim,

    /// <summary>The backend would speak another protocol from here on (101).</summary>
    Switching,

    /// <summary>The head of the response.</summary>
    Final,

    /// <summary>The backend closed before the head was whole.</summary>
    Ended,

    /// <summary>Nothing that can be read; <see cref="BackendStream.Problem"/> says why.</summary>
    Invalid,
}
