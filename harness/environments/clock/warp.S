/* The three clock functions that a patched vDSO jumps to: position-independent, x86-64, no stack but eight bytes' room.
 * Each asks the kernel by system call, then bends the answer: t + offset + (t - since) * rate, never below zero.
 * warp.ts holds these bytes in hexadecimal; its test assembles this file and compares. */
        .intel_syntax noprefix
        .text

clock_gettime:                          /* (edi clock, rsi timespec) */
        mov     eax, 228
        syscall
        test    eax, eax
        jnz     9f
        cmp     edi, 63                 /* dynamic clocks have negative numbers: left alone */
        ja      9f
        lea     r9, [rip + realtime]
        mov     rax, [r9]
        bt      rax, rdi
        jc      1f
        lea     r9, [rip + monotonic]
        mov     rax, [r9]
        bt      rax, rdi
        jnc     8f
1:      imul    r8, [rsi], 1000000000
        add     r8, [rsi + 8]
        call    bend
        mov     [rsi], rax
        mov     [rsi + 8], rdx
8:      xor     eax, eax
9:      ret

        .balign 16
gettimeofday:                           /* (rdi timeval, rsi zone) */
        mov     eax, 96
        syscall
        test    eax, eax
        jnz     9f
        test    rdi, rdi
        jz      9f
        imul    r8, [rdi], 1000000000
        imul    rax, [rdi + 8], 1000
        add     r8, rax
        lea     r9, [rip + realtime]
        call    bend
        mov     [rdi], rax
        mov     rax, rdx
        xor     edx, edx
        mov     ecx, 1000
        div     rcx
        mov     [rdi + 8], rax
        xor     eax, eax
9:      ret

        .balign 16
time:                                   /* (rdi where, or null) */
        push    rdi
        sub     rsp, 16
        mov     eax, 228
        xor     edi, edi
        mov     rsi, rsp
        syscall
        imul    r8, [rsp], 1000000000
        add     r8, [rsp + 8]
        add     rsp, 16
        pop     rdi
        lea     r9, [rip + realtime]
        call    bend
        test    rdi, rdi
        jz      9f
        mov     [rdi], rax
9:      ret

        .balign 16
bend:                                   /* (r8 nanoseconds, r9 parameters) gives rax seconds, rdx nanoseconds */
        mov     rax, r8
        sub     rax, [r9 + 16]
        imul    qword ptr [r9 + 24]
        shrd    rax, rdx, 32
        add     r8, rax
        add     r8, [r9 + 8]
        mov     rax, r8
        test    rax, rax
        jns     1f
        xor     eax, eax
1:      xor     edx, edx
        mov     ecx, 1000000000
        div     rcx
        ret

        .balign 16
realtime:                               /* clocks it holds for (a bit each), offset, since, rate (32.32 fixed point) */
        .quad   0, 0, 0, 0
monotonic:
        .quad   0, 0, 0, 0
